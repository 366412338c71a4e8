package dev.whatsway.store.channel;

/** What a channel proves itself with; never printed. */
public record ChannelSecrets(String accessToken, String appSecret, String verifyToken) {

  @Override
  public String toString() {
    return "ChannelSecrets[…]";
  }
}
