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
   * @param callbackData whether the attempt's id goes along on {@code /marketing_messages}
   */
  record Line(
      String graphUrl,
      String phoneNumberId,
      String accessToken,
      boolean marketingMessages,
      boolean callbackData) {

    /** A line that uses Marketing Messages, as most do. */
    Line(String graphUrl, String phoneNumberId, String accessToken) {
      this(graphUrl, phoneNumberId, accessToken, true, true);
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Line[phoneNumberId=" + phoneNumberId + "]";
    }
  }
}
