package dev.whatsway.api.gateway;

import java.util.UUID;

/**
 * What the gateway needs of a channel.
 *
 * @param graphUrl without a slash at its end
 * @param routing whether stack, account and channel let routes be chosen
 * @param keepsMessages whether the account asks that what is sent be kept
 */
record GatewayChannel(
    UUID id,
    UUID accountId,
    String wabaId,
    String phoneNumberId,
    String graphUrl,
    String accessToken,
    boolean routing,
    boolean keepsMessages,
    SmartRouter.Fallback fallback) {

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "GatewayChannel[id=" + id + "]";
  }
}
