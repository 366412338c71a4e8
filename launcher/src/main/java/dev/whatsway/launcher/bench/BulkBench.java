package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.time.Clock;

/**
 * Campaigns tracked by the ledger against a job queue that does the same HTTP call and one update a
 * message, on the same PostgreSQL and the same simulator.
 *
 * <p>What the job queue does less: ours is done once every message has been sent, delivered and
 * read, three webhook events for each, and its people's opt-in, limits and pacing were looked at;
 * the peer is done once every message was accepted.
 */
final class BulkBench {

  /** So many that their throughput is not what limits either side. */
  static final int NUMBERS = 4;

  static final int MOST_A_NUMBER = 1_000;
  private static final double GOAL = 1.2;

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;

  BulkBench(BenchOptions options, BenchPlace place, Console console) {
    this.options = options;
    this.place = place;
    this.console = console;
  }

  /** Runs it. */
  Comparison run() {
    BullMqSide peer = BullMqSide.start(options, place, console);
    BenchShop shop = place.shop();
    LedgerSide ours =
        new LedgerSide(options, place, shop, shop.open(MOST_A_NUMBER, NUMBERS), Clock.systemUTC());
    ours.importPeople(0);
    console.line("Imported " + options.recipients() + " people.");
    return new Contest("bulk", "messages/s", GOAL, console).between(ours, peer, options.rounds());
  }
}
