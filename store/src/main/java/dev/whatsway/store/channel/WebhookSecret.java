package dev.whatsway.store.channel;

/** What a channel's webhooks are checked with; never printed. */
public record WebhookSecret(
    String phoneNumberId, String wabaId, String appSecret, String verifyToken) {

  @Override
  public String toString() {
    return "WebhookSecret[" + phoneNumberId + "]";
  }
}
