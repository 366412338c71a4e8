package dev.whatsway.store.pacing;

import java.util.concurrent.CompletableFuture;

/**
 * One who waits for a slot.
 *
 * @param deadline when it will not wait any longer, in the pacer's nanoseconds
 */
record Waiter(Ask ask, long deadline, CompletableFuture<Void> turn) {

  static final long FOREVER = Long.MAX_VALUE;

  /** Returns false where it has gone away: the slot is another's then. */
  boolean grant() {
    return turn.complete(null);
  }

  void fail(RuntimeException problem) {
    turn.completeExceptionally(problem);
  }
}
