package dev.whatsway.journey.travel;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conditions of one plan, each compiled once. */
public final class Conditions {

  private final Map<String, Condition> compiled = new ConcurrentHashMap<>();

  /**
   * @throws IllegalStateException when the source is none, which no compiled plan has
   */
  public Condition of(String source) {
    return compiled.computeIfAbsent(source, Conditions::compile);
  }

  private static Condition compile(String source) {
    if (Condition.compile(source) instanceof Compilation.Compiled good) {
      return good.condition();
    }
    throw new IllegalStateException("A stored plan has a condition that cannot be read.");
  }
}
