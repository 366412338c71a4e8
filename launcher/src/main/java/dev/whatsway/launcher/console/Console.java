package dev.whatsway.launcher.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints whole lines and, on a terminal, one status line in place below them. Safe for use by many
 * threads.
 */
public final class Console {

  private final PrintStream out;
  private final boolean terminal;
  private String status = "";

  public Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** The console of this process: standard output. */
  public static Console standard() {
    return new Console(System.out, System.console() != null);
  }

  /** True when a status line can be redrawn in place. */
  public boolean isTerminal() {
    return terminal;
  }

  public synchronized void line(String text) {
    erase();
    out.println(text);
    draw();
    out.flush();
  }

  /** Replaces the status line; without a terminal nothing is shown. Empty text removes it. */
  public synchronized void status(String text) {
    if (!terminal || text.equals(status)) {
      return;
    }
    erase();
    status = text;
    draw();
    out.flush();
  }

  private void erase() {
    if (!status.isEmpty()) {
      out.print("\r\u001b[2K");
    }
  }

  private void draw() {
    if (!status.isEmpty()) {
      out.print(status);
    }
  }

  /** For example {@code 3.4 s} or {@code 2 min 5 s}. */
  public static String seconds(Duration elapsed) {
    return elapsed.toSeconds() < 100
        ? String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0)
        : elapsed.toMinutes() + " min " + elapsed.toSecondsPart() + " s";
  }
}
