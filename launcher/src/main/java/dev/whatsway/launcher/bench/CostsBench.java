package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.MessageCosts.Spent;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.Pause;
import dev.whatsway.launcher.temporal.Executions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Counts what a message costs, in either tracking mode, in what does not depend on the machine.
 * Each message's three statuses come apart, as they do from Meta: {@code delivered} while {@code
 * sent} has long been handled, and {@code read} later still.
 */
final class CostsBench {

  /** A workflow each costs the same, however many there are. */
  private static final long MOST_WORKFLOWS = 200;

  /** So many that the campaign's own workflows hardly show. */
  private static final long MOST_IN_LEDGER = 1_000;

  private static final Set<String> APPLICATIONS = Set.of("whatsway-workers", "whatsway-api");

  /** Far longer than any thread of ours rests between two looks for something to do. */
  private static final int IDLE_MILLIS = 12_000;

  private static final int LOOK_MILLIS = 250;
  private static final int LOOKS = 4 * 300;

  private static final Map<String, Object> STATUSES_APART =
      Map.of(
          "webhook_delays_ms",
          Map.of(
              "sent", Map.of("min", 500, "max", 500),
              "delivered", Map.of("min", 2_000, "max", 2_000),
              "read", Map.of("min", 4_000, "max", 4_000)));

  private final long recipients;
  private final int throughput;
  private final BenchPlace place;
  private final Console console;
  private final BenchShop shop;

  /**
   * @param recipients of a campaign; where that is more than shows anything, fewer are taken
   * @param throughput of the number, messages a second
   */
  CostsBench(long recipients, int throughput, BenchPlace place, Console console) {
    this.recipients = recipients;
    this.throughput = throughput;
    this.place = place;
    this.console = console;
    this.shop = place.shop();
  }

  /**
   * Runs it.
   *
   * @throws LauncherException when the API refuses something, or a campaign does not end
   */
  CostsResult run() {
    String channel = shop.open(throughput);
    shop.simulator().put("/_simulator/behaviour", STATUSES_APART);
    StatementLog log = StatementLog.watch(place.database(), place.databaseLog());
    List<MessageCosts> costs = new ArrayList<>();
    try (Executions server =
        new Executions(place.peers().temporalAddress(), place.peers().temporalNamespace())) {
      costs.add(
          measure("message-workflow", Math.min(recipients, MOST_WORKFLOWS), channel, log, server));
      costs.add(measure("ledger", Math.min(recipients, MOST_IN_LEDGER), channel, log, server));
    }
    return new CostsResult(costs);
  }

  private MessageCosts measure(
      String mode, long messages, String channel, StatementLog log, Executions server) {
    String audience = shop.audience(messages);
    log.sinceLast();
    console.line("Listens to what is asked while there is nothing to do.");
    pause(IDLE_MILLIS);
    Map<String, Map<String, Long>> idle = log.sinceLast();
    long before = log.walBytes();
    String campaign = shop.launch(channel, audience, mode);
    console.line("Sends " + messages + " messages, tracking " + mode + ".");
    String id = "'" + campaign + "'";
    await(
        "every message to be read",
        () ->
            log.number(
                    "SELECT count(*) FROM messages WHERE status = 'read' AND campaign_id = " + id)
                == messages);
    await(
        "the inbox to be empty",
        () -> log.number("SELECT count(*) FROM inbox WHERE state = 'pending'") == 0);
    await(
        "its workflows to end",
        () ->
            server.count("CampaignId=\"" + campaign + "\"") > 0
                && server.count("CampaignId=\"" + campaign + "\" AND ExecutionStatus=\"Running\"")
                    == 0);
    Spent spent = new Spent(log.sinceLast(), log.walBytes() - before);
    return MessageCosts.of(mode, campaign, messages, server, spent.without(idle, APPLICATIONS));
  }

  private static void await(String what, BooleanSupplier condition) {
    for (int look = 0; look < LOOKS; look++) {
      if (condition.getAsBoolean()) {
        return;
      }
      pause(LOOK_MILLIS);
    }
    throw new LauncherException("Waited for " + what + " for too long.");
  }

  private static void pause(int millis) {
    if (!Pause.millis(millis)) {
      throw new LauncherException("Interrupted.");
    }
  }
}
