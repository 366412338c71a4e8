package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.Channel;

/**
 * A channel with what it proves itself with, as stored at this moment.
 *
 * @param graphUrl without a slash at its end
 */
record GraphLine(Channel channel, String graphUrl, String accessToken, String appSecret) {

  /** Leaves out the secrets. */
  @Override
  public String toString() {
    return "GraphLine[" + channel.id() + "]";
  }
}
