package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be measured; each on a stack of its own, so that none pays for another's data. */
public enum BenchCase {
  CAMPAIGN(
      "campaign",
      60,
      10_000,
      (options, place, console) ->
          new CampaignBench(options, place, console, Clock.systemUTC()).run()),
  INGRESS(
      "ingress",
      1,
      10_000,
      (options, place, console) -> new IngressBench(place, options.time(), console).run()),
  GATEWAY(
      "gateway",
      1,
      10_000,
      (options, place, console) -> new GatewayBench(place, options.time(), console).run()),
  BULK(
      "bulk",
      60,
      10_000,
      (options, place, console) -> new BulkBench(options, place, console).run()),
  WORKFLOW(
      "workflow",
      60,
      10_000,
      (options, place, console) -> new WorkflowBench(options, place, console).run()),
  WEBHOOKS(
      "webhooks",
      60,
      10_000,
      (options, place, console) -> new WebhooksBench(options, place, console).run()),
  IMPORT(
      "import",
      60,
      100_000,
      (options, place, console) -> new ImportBench(options, place, console).run()),
  COSTS(
      "costs",
      60,
      10_000,
      (options, place, console) ->
          new CostsBench(options.recipients(), options.throughput(), place, console).run()),
  GROWTH(
      "growth",
      240,
      1_000_000,
      (options, place, console) -> new GrowthBench(options, place, console).run());

  private final String word;
  private final int minutes;
  private final long recipients;
  private final Measurement measurement;

  BenchCase(String word, int minutes, long recipients, Measurement measurement) {
    this.word = word;
    this.minutes = minutes;
    this.recipients = recipients;
    this.measurement = measurement;
  }

  private interface Measurement {
    BenchResult take(BenchOptions options, BenchPlace place, Console console);
  }

  /**
   * Runs it.
   *
   * @throws dev.whatsway.launcher.console.LauncherException with the cause, when something of it
   *     cannot be had or refuses
   */
  public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
    return measurement.take(options, place, console);
  }

  /** Returns how it is called on the command line. */
  public String word() {
    return word;
  }

  /** Returns how long it, or each of its phases, lasts unless told otherwise. */
  public Duration usualTime() {
    return Duration.ofMinutes(minutes);
  }

  /** Returns how many people it sends to unless told otherwise. */
  public long usualRecipients() {
    return recipients;
  }

  /** Returns the case of that word; empty where there is none. */
  public static Optional<BenchCase> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** Returns the words of all cases. */
  public static List<String> words() {
    return Arrays.stream(values()).map(BenchCase::word).toList();
  }
}
