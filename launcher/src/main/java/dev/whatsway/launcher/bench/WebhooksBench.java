package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;

/**
 * The ingress against a bare endpoint with one insert: events a second until acknowledged, as many
 * as the machine takes, one event a POST. Ours verifies a signature, takes the webhook apart, turns
 * repetitions away, and its dispatcher carries the events into the ledger at the same time.
 */
final class WebhooksBench {

  private static final double GOAL = 0.7;

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;

  WebhooksBench(BenchOptions options, BenchPlace place, Console console) {
    this.options = options;
    this.place = place;
    this.console = console;
  }

  /** Runs it; three events for each recipient in each turn. */
  Comparison run() {
    BenchShop shop = place.shop();
    String channel = shop.open(BulkBench.MOST_A_NUMBER);
    shop.nobodyTells();
    WebhookSide ours = new WebhookSide(options.recipients(), options.time(), place, shop, channel);
    BareEndpointSide peer = BareEndpointSide.start(place, ours::likeBodies);
    return new Contest("webhooks", "events/s", GOAL, console).between(ours, peer, options.rounds());
  }
}
