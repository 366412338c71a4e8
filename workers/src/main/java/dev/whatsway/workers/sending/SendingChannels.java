package dev.whatsway.workers.sending;

import java.util.UUID;

/** What a call needs of its channel. */
interface SendingChannels {

  Line line(UUID channelId);

  /** Returns what the store holds now: another process may have replaced what is kept here. */
  default Line latest(UUID channelId) {
    return line(channelId);
  }

  /**
   * Where to call, with what right.
   *
   * @param graphUrl without a slash at its end
   * @param marketingMessages whether the channel uses Marketing Messages at all
   */
  record Line(
      String graphUrl, String phoneNumberId, String accessToken, boolean marketingMessages) {

    /** A line that uses Marketing Messages. */
    Line(String graphUrl, String phoneNumberId, String accessToken) {
      this(graphUrl, phoneNumberId, accessToken, true);
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Line[phoneNumberId=" + phoneNumberId + "]";
    }
  }
}
