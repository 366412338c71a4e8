package dev.whatsway.store.channel;

import java.util.UUID;

/** What a channel's webhooks are checked with; never printed. */
public record WebhookSecret(
    UUID accountId, String phoneNumberId, String wabaId, String appSecret, String verifyToken) {

  @Override
  public String toString() {
    return "WebhookSecret[" + phoneNumberId + "]";
  }
}
