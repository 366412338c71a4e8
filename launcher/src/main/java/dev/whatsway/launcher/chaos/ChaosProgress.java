package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.console.Console;
import java.time.Duration;

/** Where a run stands: in place on a terminal, a line every 15 seconds elsewhere. */
final class ChaosProgress {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

  private final Console console;
  private long lastLine = System.nanoTime();

  ChaosProgress(Console console) {
    this.console = console;
  }

  /** Whether it is time for another line. */
  boolean due() {
    return console.isTerminal() || System.nanoTime() - lastLine > BETWEEN_LINES.toNanos();
  }

  void show(Duration left, int campaigns, int kills, long accepted, String fault) {
    tell(
        "  %d:%02d left  campaigns %d  kills %d  accepted by Meta %d  now: %s"
            .formatted(
                left.toMinutes(),
                Math.max(0, left.toSecondsPart()),
                campaigns,
                kills,
                accepted,
                fault));
  }

  void settling(Duration left, String what) {
    tell(
        "  faults are over; %d:%02d left to come to rest: %s"
            .formatted(left.toMinutes(), left.toSecondsPart(), what));
  }

  void end() {
    console.status("");
  }

  private void tell(String text) {
    lastLine = System.nanoTime();
    if (console.isTerminal()) {
      console.status(text);
    } else {
      console.line(text);
    }
  }
}
