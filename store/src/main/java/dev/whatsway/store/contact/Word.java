package dev.whatsway.store.contact;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said about marketing, and how it came here.
 *
 * @param source in words
 * @param proof what shows it, such as a wamid; null where nothing does
 * @param at when it was said
 */
public record Word(By by, String source, @Nullable String proof, Instant at) {

  /** Who recorded it. */
  public enum By {
    /** Meta's {@code user_preferences}. */
    WEBHOOK,
    /** A message that is a keyword. */
    KEYWORD,
    /** A button of a template. */
    QUICK_REPLY,
    /** Meta refused a message: 131050, "user stopped marketing messages". */
    REFUSAL,
    /** A request to the API. */
    API,
    /** A row of a file. */
    IMPORT;

    /** Returns the word in the database and the API. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it says. */
  public enum Kind {
    OPT_IN,
    OPT_OUT;

    /** Returns the word in the database and the API. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Leaves out the proof, which may name the person. */
  @Override
  public String toString() {
    return "Word[by=" + by + ", at=" + at + "]";
  }
}
