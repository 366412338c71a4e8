package dev.whatsway.store.pacing;

import java.time.Duration;

/** Ends the wait of one whose turn would come too late for it. */
final class ComeBackLater extends RuntimeException {

  private final Duration delay;

  ComeBackLater(Duration delay) {
    super("The number's calendar is full.", null, false, false);
    this.delay = delay;
  }

  Duration delay() {
    return delay;
  }
}
