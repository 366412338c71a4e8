package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.Console;
import org.jspecify.annotations.Nullable;
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

  /** Shows the counts of a campaign and, if it has one, of its journey, as the API gives them. */
  void show(String status, JsonNode counts, @Nullable JsonNode journey) {
    String text = text(status, counts, journey);
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

  /** With a journey it is people who come to an end, else messages. */
  static String text(String status, JsonNode counts, @Nullable JsonNode journey) {
    long planned = counts.path("planned").asLong();
    long done = planned - counts.path("queued").asLong();
    long messages = planned;
    if (journey != null) {
      planned = journey.path("people").path("all").asLong();
      done = journey.path("people").path("ended").asLong();
    }
    int filled = planned == 0 ? 0 : (int) (WIDTH * done / planned);
    StringBuilder text =
        new StringBuilder("  [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ");
    text.append(done).append('/').append(planned).append(' ').append(status);
    if (journey != null) {
      text.append("  messages ").append(messages);
    }
    for (String part : PARTS) {
      long count = counts.path(part).asLong();
      if (count > 0) {
        text.append("  ").append(part).append(' ').append(count);
      }
    }
    return text.toString();
  }
}
