package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;

/**
 * Campaigns with a workflow a message against the same shape of workflows with nothing in it, on
 * the same Temporal server: how much of what Temporal itself can do is left to the product.
 *
 * <p>Both start a workflow for each message as an abandoned child of a lane, with five search
 * attributes, run one activity of another queue in it, and signal it what became of the message, as
 * often at the median and as long after the send. Ours also calls the simulator and PostgreSQL, and
 * lets the search attributes follow the status.
 */
final class WorkflowBench {

  private static final int THROUGHPUT = 1_000;
  private static final double GOAL = 0.8;

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;

  WorkflowBench(BenchOptions options, BenchPlace place, Console console) {
    this.options = options;
    this.place = place;
    this.console = console;
  }

  /** Runs it. */
  Comparison run() {
    try (TemporalView temporal = TemporalView.of(place.peers())) {
      BenchShop shop = place.shop();
      String channel = shop.open(THROUGHPUT);
      shop.everybodyReads();
      String audience = shop.audience(options.recipients());
      console.line("Imported " + options.recipients() + " people.");
      MessageWorkflowSide ours =
          new MessageWorkflowSide(options, place, temporal, channel, audience);
      BareSide peer = BareSide.start(options, place, temporal, ours::signals);
      return new Contest("workflow", "messages/s", GOAL, console)
          .between(ours, peer, options.rounds());
    }
  }
}
