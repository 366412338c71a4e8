package dev.whatsway.api.gateway;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How long media may take, so that no other side holds a thread for ever. */
@Component
final class MediaTimes {

  private final Duration pause;
  private final Duration longest;
  private final Duration search;

  /**
   * @param pause without a byte of Meta's; a client's is the server's own connection timeout
   * @param longest for one upload or download in all
   * @param search for a media id over all tokens of its account
   */
  MediaTimes(
      @Value("${whatsway.gateway.media-pause}") Duration pause,
      @Value("${whatsway.gateway.media-longest}") Duration longest,
      @Value("${whatsway.gateway.media-search}") Duration search) {
    this.pause = pause;
    this.longest = longest;
    this.search = search;
  }

  Duration pause() {
    return pause;
  }

  Duration longest() {
    return longest;
  }

  Limit stream() {
    return new Limit(longest, pause);
  }

  Limit search() {
    return new Limit(search, search);
  }

  /** The time of one stream, which begins with it. */
  static final class Limit {

    private final long end;
    private final long pause;

    private Limit(Duration all, Duration pause) {
      this.end = System.nanoTime() + all.toNanos();
      this.pause = pause.toNanos();
    }

    /**
     * Returns how many nanoseconds may be waited for what comes next.
     *
     * @throws InterruptedIOException where no time is left
     */
    long patience() throws InterruptedIOException {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new InterruptedIOException("It took too long in all.");
      }
      return Math.min(left, pause);
    }
  }
}
