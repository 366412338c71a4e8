package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Campaigns under way, whose every message is going to be read. */
final class Launched {

  /** What a message cannot become in a bench that is sound. */
  private static final Set<String> ASTRAY =
      Set.of("failed", "skipped", "unknown", "expired", "canceled");

  private static final int LOOK_MILLIS = 200;

  private final BenchShop shop;
  private final List<String> campaigns;
  private final long began = System.nanoTime();
  private final Duration limit;

  private Launched(BenchShop shop, List<String> campaigns, Duration limit) {
    this.shop = shop;
    this.campaigns = campaigns;
    this.limit = limit;
  }

  /**
   * Launches campaigns; the clock runs from the first of them.
   *
   * @param limit how long they may take
   */
  static Launched launch(BenchShop shop, List<String> drafts, Duration limit) {
    Launched launched = new Launched(shop, drafts, limit);
    drafts.forEach(shop::launch);
    return launched;
  }

  /** Returns the seconds since the launch. */
  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /**
   * Waits until so many people have been looked at.
   *
   * @throws LauncherException where a message went astray, or it takes too long
   */
  void awaitPlanned(long people) {
    await("planned", people);
  }

  /**
   * Waits until so many messages have been accepted.
   *
   * @throws LauncherException where one went astray, or it takes too long
   */
  void awaitAccepted(long messages) {
    await("accepted", messages);
  }

  /**
   * Waits until so many messages have been read.
   *
   * @throws LauncherException where one went astray, or it takes too long
   */
  void awaitRead(long messages) {
    await("read", messages);
  }

  private void await(String count, long least) {
    Map<String, Long> counts = counts();
    while (counts.getOrDefault(count, 0L) < least) {
      requireSound(counts);
      pause(LOOK_MILLIS);
      counts = counts();
    }
  }

  /**
   * Waits a moment.
   *
   * @throws LauncherException where it all takes too long
   */
  void pause(int millis) {
    if (seconds() > limit.toSeconds()) {
      throw new LauncherException(
          "The campaigns were not done after %d minutes: %s; give --minutes more, or less people."
              .formatted(limit.toMinutes(), counts()));
    }
    if (!Pause.millis(millis)) {
      throw new LauncherException("Interrupted.");
    }
  }

  private Map<String, Long> counts() {
    Map<String, Long> sum = new HashMap<>();
    for (String campaign : campaigns) {
      JsonNode counts = shop.counts(campaign);
      counts.propertyStream().forEach(each -> add(sum, each.getKey(), each.getValue()));
    }
    return sum;
  }

  private static void add(Map<String, Long> sum, String name, JsonNode count) {
    if (count.isNumber()) {
      sum.merge(name, count.asLong(), Long::sum);
    }
  }

  private static void requireSound(Map<String, Long> counts) {
    if (ASTRAY.stream().anyMatch(name -> counts.getOrDefault(name, 0L) > 0)) {
      throw new LauncherException("Messages went astray, so nothing was measured: " + counts);
    }
  }
}
