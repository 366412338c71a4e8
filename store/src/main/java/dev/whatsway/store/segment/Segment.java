package dev.whatsway.store.segment;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.condition.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The contacts of an account that fulfil a condition when somebody asks.
 *
 * @param condition as written; {@code docs/conditions.md}
 */
public record Segment(UUID id, UUID accountId, String name, String condition, Instant createdAt) {

  /** What to say where {@link #compiled} is empty. */
  public static final String UNREADABLE =
      "The segment's condition cannot be read any more; make the segment anew.";

  /** Returns the condition to be tested; empty where a later version refuses what was stored. */
  public Optional<Condition> compiled() {
    return Condition.compile(condition, Scope.SEGMENT) instanceof Compilation.Compiled read
        ? Optional.of(read.condition())
        : Optional.empty();
  }
}
