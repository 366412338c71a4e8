package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.process.Pause;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Waits until everything has come to rest: every invariant holds and nothing has moved for a while,
 * or the time is up. What our books lack may still stand in the inbox, which no public path shows;
 * so the invariants themselves say when it is over, and standing still says that it stays so.
 */
final class Settling {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration STILL = Duration.ofSeconds(10);
  private static final long BETWEEN_LOOKS_MILLIS = 3_000;

  private final Supplier<Evidence> look;
  private final ChaosProgress progress;

  Settling(Supplier<Evidence> look, ChaosProgress progress) {
    this.look = look;
    this.progress = progress;
  }

  /** Returns what was seen last, good or not. */
  Evidence await() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Evidence last = look.get();
    long stillSince = System.nanoTime();
    while (System.nanoTime() < deadline) {
      List<Row> open = Verification.of(last).stream().filter(row -> !row.ok()).toList();
      if (open.isEmpty() && System.nanoTime() - stillSince > STILL.toNanos()) {
        return last;
      }
      if (progress.due()) {
        progress.settling(
            Duration.ofNanos(deadline - System.nanoTime()),
            open.isEmpty() ? "looking whether it stays so" : what(open.get(0)));
      }
      if (!Pause.millis(BETWEEN_LOOKS_MILLIS)) {
        return last;
      }
      Evidence now = look.get();
      if (!now.equals(last)) {
        stillSince = System.nanoTime();
      }
      last = now;
    }
    return last;
  }

  private static String what(Row row) {
    return row.invariant() + " " + row.found() + " of " + row.expected();
  }
}
