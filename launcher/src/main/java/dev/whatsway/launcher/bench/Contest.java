package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.Comparison.Round;
import dev.whatsway.launcher.console.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets ours and a peer do the same work by turns: both once to warm up, then each as often as asked
 * for, whoever began last time being second.
 */
final class Contest {

  private final String name;
  private final String unit;
  private final double goal;
  private final Console console;

  /**
   * @param goal the least ratio of ours to the peer's that is good
   */
  Contest(String name, String unit, double goal, Console console) {
    this.name = name;
    this.unit = unit;
    this.goal = goal;
    this.console = console;
  }

  /** One of the two. */
  interface Side {

    /** Says in words what it is. */
    String title();

    /** Does the work once. */
    Taken run();
  }

  /**
   * What one turn of a side came to.
   *
   * @param perSecond how much of the work was done a second
   * @param details what else was counted, by name
   */
  record Taken(double perSecond, Map<String, Object> details) {}

  Comparison between(Side ours, Side peer, int rounds) {
    turn("warming up", ours);
    turn("warming up", peer);
    List<Round> measured = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      String which = "round " + round + " of " + rounds;
      boolean oursFirst = round % 2 == 1;
      Taken first = turn(which, oursFirst ? ours : peer);
      Taken second = turn(which, oursFirst ? peer : ours);
      measured.add(oursFirst ? round(first, second) : round(second, first));
    }
    return new Comparison(name, ours.title(), peer.title(), unit, goal, measured);
  }

  private Taken turn(String which, Side side) {
    Taken taken = side.run();
    console.line(
        String.format(
            Locale.ROOT, "  %s, %s: %.1f %s", which, side.title(), taken.perSecond(), unit));
    return taken;
  }

  private static Round round(Taken ours, Taken peer) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("ours", ours.details());
    details.put("peer", peer.details());
    return new Round(ours.perSecond(), peer.perSecond(), details);
  }
}
