package dev.whatsway.workers.webhook.reading;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.graph.Redaction;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads single values, of whatever JSON type they come; nothing here throws. */
final class Lenient {

  private static final Pattern PHONE = Pattern.compile("\\+?([1-9][0-9]{5,14})");
  private static final long LATEST_SECOND = 253_402_300_799L;

  /** Returns the text of a scalar, null where there is none. */
  static @Nullable String text(JsonNode node) {
    String text = node.asString("");
    return text.isBlank() ? null : text;
  }

  static String textOr(JsonNode node, String otherwise) {
    String text = text(node);
    return text == null ? otherwise : text;
  }

  /** Returns the first text that is there. */
  static @Nullable String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      String text = text(node);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Returns one of Meta's words in upper case, null where it is none. */
  static @Nullable String word(JsonNode node) {
    String text = node.asString("").strip().toUpperCase(Locale.ROOT);
    return text.matches("[A-Z0-9_]{1,80}") ? text : null;
  }

  /** Returns E.164 with its plus sign, null where it is no number. */
  static @Nullable String phone(JsonNode node) {
    Matcher phone = PHONE.matcher(node.asString("").strip());
    return phone.matches() ? "+" + phone.group(1) : null;
  }

  /** Returns the digits of a number as Meta shows it to people. */
  static String digits(JsonNode node) {
    return node.asString("").replaceAll("[^0-9]", "");
  }

  /** Seconds of the epoch, a string in statuses and a number elsewhere. */
  static Instant time(JsonNode timestamp, Instant otherwise) {
    Instant time = time(timestamp);
    return time == null ? otherwise : time;
  }

  static @Nullable Instant time(JsonNode timestamp) {
    long seconds = timestamp.asLong(-1);
    return seconds <= 0 || seconds > LATEST_SECOND ? null : Instant.ofEpochSecond(seconds);
  }

  /** Reads an element of Meta's errors arrays, without the numbers that Meta quotes there. */
  static Failure failure(JsonNode error) {
    String title = firstText(error.path("title"), error.path("message"));
    String details = text(error.path("error_data").path("details"));
    return new Failure(
        error.path("code").asInt(0),
        title == null ? "Failed without a reason" : Redaction.withoutNumbers(title),
        details == null ? null : Redaction.withoutNumbers(details));
  }

  /** A word fit for a metric's tag: short, and never anything a person wrote. */
  static String known(JsonNode word) {
    String text = word.asString("");
    return text.matches("[a-z_]{1,40}") ? text : "unnamed";
  }

  private Lenient() {}
}
