package dev.whatsway.workers.sending;

import java.util.UUID;

/** What a call needs of its channel. */
interface SendingChannels {

  Line line(UUID channelId);

  /**
   * Where to call, with what right.
   *
   * @param graphUrl without a slash at its end
   */
  record Line(String graphUrl, String phoneNumberId, String accessToken) {

    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Line[phoneNumberId=" + phoneNumberId + "]";
    }
  }
}
