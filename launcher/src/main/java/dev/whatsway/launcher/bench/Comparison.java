package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ours and a peer on the same work, by turns in one run: the machine differs from hour to hour, the
 * ratio does not.
 *
 * @param ours what was measured of WhatsWay, in words
 * @param peer what it is compared with, in words
 * @param unit what the rates count, as in "messages/s"
 * @param goal the least ratio that is good
 */
public record Comparison(
    String name, String ours, String peer, String unit, double goal, List<Round> rounds)
    implements BenchResult {

  /**
   * One turn of each, one right after the other.
   *
   * @param ours a second
   * @param peer a second
   * @param details what else was counted meanwhile, by name; may be empty
   */
  public record Round(double ours, double peer, Map<String, Object> details) {

    double ratio() {
      return ours / peer;
    }
  }

  /** Returns the median over the rounds of ours divided by the peer's. */
  public double ratio() {
    return Spread.of(rounds.stream().map(Round::ratio).toList()).median();
  }

  boolean holds() {
    return ratio() >= goal;
  }

  @Override
  public void print(Console console) {
    console.line("");
    console.line(name + ", in " + unit + ", " + rounds.size() + " rounds");
    console.line("  " + ours + ": " + oursSpread());
    console.line("  " + peer + ": " + peerSpread());
    console.line(
        String.format(
            Locale.ROOT,
            "  ratio %.2f (goal %.2f: %s)",
            ratio(),
            goal,
            holds() ? "reached" : "missed"));
  }

  @Override
  public List<Verdict> verdicts() {
    return List.of(verdict());
  }

  Verdict verdict() {
    return new Verdict(
        name,
        rate(oursSpread()),
        rate(peerSpread()),
        String.format(Locale.ROOT, "%.2f", ratio()),
        String.format(Locale.ROOT, "at least %.2f", goal),
        holds());
  }

  private String rate(Spread spread) {
    return String.format(Locale.ROOT, "%.1f %s", spread.median(), unit);
  }

  @Override
  public List<Plot> plots() {
    return List.of(ComparisonPlot.of(this));
  }

  Spread oursSpread() {
    return rates(Round::ours);
  }

  Spread peerSpread() {
    return rates(Round::peer);
  }

  private Spread rates(ToDoubleFunction<Round> side) {
    return Spread.of(rounds.stream().map(side::applyAsDouble).toList());
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("unit", unit);
    json.put("ours", Map.of("what", ours, "rates", oursSpread().json()));
    json.put("peer", Map.of("what", peer, "rates", peerSpread().json()));
    json.put("ratio", Spread.of(rounds.stream().map(Round::ratio).toList()).json());
    json.put("goal", goal);
    json.put("reached", holds());
    json.put("rounds", rounds);
    return json;
  }
}
