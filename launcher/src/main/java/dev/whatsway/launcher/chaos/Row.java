package dev.whatsway.launcher.chaos;

import java.util.List;

/**
 * One invariant, checked.
 *
 * @param examples ids of messages or campaigns for which it does not hold; never a phone number
 */
record Row(String invariant, long expected, long found, List<String> examples) {

  private static final int EXAMPLES = 5;

  /** All of {@code expected} should be good, these are bad. */
  static Row all(String invariant, long expected, List<String> bad) {
    return new Row(invariant, expected, expected - bad.size(), first(bad));
  }

  /** There should be none of these. */
  static Row none(String invariant, List<String> bad) {
    return new Row(invariant, 0, bad.size(), first(bad));
  }

  static Row none(String invariant, long bad) {
    return new Row(invariant, 0, bad, List.of());
  }

  boolean ok() {
    return expected == found;
  }

  private static List<String> first(List<String> all) {
    return List.copyOf(all.subList(0, Math.min(EXAMPLES, all.size())));
  }
}
