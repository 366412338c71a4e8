package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be measured; each on a stack of its own, so that none pays for another's data. */
public enum BenchCase {
  CAMPAIGN("campaign", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new CampaignBench(options, place, console, Clock.systemUTC()).run();
    }
  },
  INGRESS("ingress", 1) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new IngressBench(place, options.time(), console).run();
    }
  },
  GATEWAY("gateway", 1) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new GatewayBench(place, options.time(), console).run();
    }
  },
  BULK("bulk", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new BulkBench(options, place, console).run();
    }
  },
  WORKFLOW("workflow", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new WorkflowBench(options, place, console).run();
    }
  },
  COSTS("costs", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new CostsBench(options.recipients(), options.throughput(), place, console).run();
    }
  },
  WEBHOOKS("webhooks", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new WebhooksBench(options, place, console).run();
    }
  },
  IMPORT("import", 60) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new ImportBench(options, place, console).run();
    }
  },
  GROWTH("growth", 240) {
    @Override
    public BenchResult measure(BenchOptions options, BenchPlace place, Console console) {
      return new GrowthBench(options, place, console).run();
    }

    @Override
    public long usualRecipients() {
      return 1_000_000;
    }
  };

  private final String word;
  private final int minutes;

  BenchCase(String word, int minutes) {
    this.word = word;
    this.minutes = minutes;
  }

  /**
   * Runs it.
   *
   * @throws dev.whatsway.launcher.console.LauncherException with the cause, when something of it
   *     cannot be had or refuses
   */
  public abstract BenchResult measure(BenchOptions options, BenchPlace place, Console console);

  /** Returns how it is called on the command line. */
  public String word() {
    return word;
  }

  /** Returns how long it, or each of its phases, lasts unless told otherwise. */
  public Duration usualTime() {
    return Duration.ofMinutes(minutes);
  }

  /** Returns how many people it has unless told otherwise. */
  public long usualRecipients() {
    return 10_000;
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
