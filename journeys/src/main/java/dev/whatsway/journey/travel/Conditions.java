package dev.whatsway.journey.travel;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conditions of plans in use, each compiled once. */
public final class Conditions {

  /** More than an installation has in use; beyond it all are compiled anew. */
  private static final int MOST = 2_000;

  private final Map<String, Condition> compiled = new ConcurrentHashMap<>();

  /**
   * @throws IllegalStateException when the source is none, which no compiled plan has
   */
  public Condition of(String source) {
    if (compiled.size() > MOST) {
      compiled.clear();
    }
    return compiled.computeIfAbsent(source, Conditions::compile);
  }

  /** Returns how many are kept. */
  public int kept() {
    return compiled.size();
  }

  private static Condition compile(String source) {
    if (Condition.compile(source) instanceof Compilation.Compiled good) {
      return good.condition();
    }
    throw new IllegalStateException("A stored plan has a condition that cannot be read.");
  }
}
