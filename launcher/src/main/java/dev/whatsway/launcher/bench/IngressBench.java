package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.IngressResult.Phase;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.Pause;
import dev.whatsway.launcher.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Webhooks at the rate of a number at full speed, three statuses a message, while a campaign sends
 * at that speed: with everything up, with Temporal frozen, with the workers and so the dispatcher
 * frozen.
 */
final class IngressBench {

  private static final int MESSAGES_PER_SECOND = 80;
  private static final int EVENTS_PER_SECOND = 240;
  private static final long FIRST_SENDS = 500;

  /** Until the api has compiled what it runs. */
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  private final BenchPlace place;
  private final Duration phase;
  private final Console console;
  private final BenchShop shop;

  /**
   * @param phase how long each of the three phases lasts
   */
  IngressBench(BenchPlace place, Duration phase, Console console) {
    this.place = place;
    this.phase = phase;
    this.console = console;
    this.shop = place.shop();
  }

  /**
   * Runs the phases one after the other.
   *
   * @throws LauncherException when Temporal is somebody else's, which is not frozen
   */
  IngressResult run() {
    if (!place.pids().get().containsKey("temporal")) {
      throw new LauncherException(
          "The case ingress freezes Temporal for a while, so it needs one of its own; unset TEMPORAL_ADDRESS.");
    }
    String channel = shop.open(MESSAGES_PER_SECOND);
    // The script sends the statuses, so the simulator does not: three a message, as from Meta.
    shop.simulator()
        .put("/_simulator/behaviour", Map.of("rates", Map.of("reach", Map.of("silent", 1.0))));
    long enough = FIRST_SENDS + MESSAGES_PER_SECOND * (phase.toSeconds() * 3 + WARM_UP.toSeconds());
    String campaign = shop.launch(channel, shop.audience(enough), "ledger");
    while (shop.counts(campaign).path("accepted").asLong() < FIRST_SENDS) {
      pause();
    }
    List<String> wamids = wamids();
    LoadScript script = new LoadScript(place.apiUrl(), place.appSecret());
    script.send(wamids, EVENTS_PER_SECOND, WARM_UP);
    List<Phase> phases = new ArrayList<>();
    phases.add(phase("everything up", script, wamids));
    phases.add(frozen("temporal", script, wamids));
    phases.add(frozen("workers", script, wamids));
    return new IngressResult(EVENTS_PER_SECOND, phases);
  }

  private Phase frozen(String process, LoadScript script, List<String> wamids) {
    long pid = Objects.requireNonNull(place.pids().get().get(process), process);
    signal("STOP", pid);
    try {
      return phase(process + " not answering", script, wamids);
    } finally {
      signal("CONT", pid);
    }
  }

  private Phase phase(String name, LoadScript script, List<String> wamids) {
    console.line("Measuring for " + Console.seconds(phase) + ": " + name);
    JsonNode before = shop.simulator().get("/_simulator/summary");
    Latencies latencies = script.send(wamids, EVENTS_PER_SECOND, phase);
    JsonNode after = shop.simulator().get("/_simulator/summary");
    return new Phase(
        name,
        latencies,
        perSecond(before.path("accepted_sends"), after.path("accepted_sends")),
        perSecond(
            before.path("webhooks").path("delivered"), after.path("webhooks").path("delivered")));
  }

  private double perSecond(JsonNode before, JsonNode after) {
    return (after.asLong() - before.asLong()) / (double) phase.toSeconds();
  }

  private List<String> wamids() {
    return shop.simulator()
        .get("/_simulator/sends?limit=" + FIRST_SENDS)
        .valueStream()
        .map(send -> send.path("wamid").asString())
        .toList();
  }

  private static void signal(String signal, long pid) {
    try {
      Signals.send(signal, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    if (!Pause.millis(200)) {
      throw new LauncherException("Interrupted.");
    }
  }
}
