package dev.whatsway.journey.definition;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what definitions hold in languages of their own. */
public interface TextChecks {

  /** Returns what is wrong with a condition, a sentence without its subject; null when nothing. */
  @Nullable String condition(String source);

  /** Returns the steps whose messages a sound condition names; empty for one that is not sound. */
  Set<String> messagesOf(String source);

  /** Returns what is wrong with the placeholders of a text; null when nothing. */
  @Nullable String placeholders(String text);
}
