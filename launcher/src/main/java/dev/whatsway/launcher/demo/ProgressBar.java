package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.Console;
import tools.jackson.databind.JsonNode;

/** A campaign's progress by status: in place on a terminal, a line every few seconds elsewhere. */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long LINE_EVERY_NANOS = 3_000_000_000L;
  private static final String[] PARTS = {
    "queued", "sent", "delivered", "read", "failed", "skipped", "unknown", "expired", "canceled"
  };

  private final Console console;
  private long lastLine;
  private String lastText = "";

  ProgressBar(Console console) {
    this.console = console;
  }

  /** Shows the counts of a campaign as the API gives them. */
  void show(String status, JsonNode counts) {
    String text = text(status, counts);
    if (console.isTerminal()) {
      console.status(text);
    } else if (System.nanoTime() - lastLine > LINE_EVERY_NANOS && !text.equals(lastText)) {
      lastLine = System.nanoTime();
      lastText = text;
      console.line(text);
    }
  }

  void end() {
    console.status("");
  }

  static String text(String status, JsonNode counts) {
    long planned = counts.path("planned").asLong();
    long done = planned - counts.path("queued").asLong();
    int filled = planned == 0 ? 0 : (int) (WIDTH * done / planned);
    StringBuilder text =
        new StringBuilder("  [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ");
    text.append(done).append('/').append(planned).append(' ').append(status);
    for (String part : PARTS) {
      long count = counts.path(part).asLong();
      if (count > 0) {
        text.append("  ").append(part).append(' ').append(count);
      }
    }
    return text.toString();
  }
}
