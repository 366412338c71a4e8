package dev.whatsway.launcher.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The median of several measurements, and how far they lie apart.
 *
 * @param values all of them, in the order in which they were measured
 */
record Spread(double median, double least, double most, List<Double> values) {

  /**
   * @param values at least one
   */
  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), values);
  }

  Map<String, Object> json() {
    return Map.of("median", median, "least", least, "most", most, "values", values);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median, least, most);
  }
}
