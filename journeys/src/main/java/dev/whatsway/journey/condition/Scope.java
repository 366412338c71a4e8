package dev.whatsway.journey.condition;

import java.util.List;

/** Where a condition stands, which decides what it may ask for. */
public enum Scope {
  /** About a person alone. */
  SEGMENT(List.of("contact", "attributes", "consent", "now")),
  /** About a person on their way: also what became of earlier steps, and what happened just now. */
  JOURNEY(List.of("contact", "attributes", "consent", "now", "messages", "event"));

  private final List<String> variables;

  Scope(List<String> variables) {
    this.variables = variables;
  }

  List<String> variables() {
    return variables;
  }
}
