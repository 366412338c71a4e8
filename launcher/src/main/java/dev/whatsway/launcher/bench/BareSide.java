package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.bare.BareCampaign;
import dev.whatsway.launcher.bench.bare.BareQueues;
import dev.whatsway.launcher.bench.bare.BareWorker;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.ChildSpec;
import dev.whatsway.launcher.process.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * The bare workflows of {@code bench.bare}, worked on by a JVM of their own with heap and
 * capacities as our workers have them, from the start until all have ended.
 */
final class BareSide implements Contest.Side {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOOK_MILLIS = 500;

  private final BenchOptions options;
  private final BenchPlace place;
  private final TemporalView temporal;
  private final IntSupplier signals;

  private BareSide(
      BenchOptions options, BenchPlace place, TemporalView temporal, IntSupplier signals) {
    this.options = options;
    this.place = place;
    this.temporal = temporal;
    this.signals = signals;
  }

  /**
   * Starts its process.
   *
   * @param signals how many a message is sent
   */
  static BareSide start(
      BenchOptions options, BenchPlace place, TemporalView temporal, IntSupplier signals) {
    place
        .peers()
        .start()
        .accept(
            new ChildSpec(
                "bare",
                "Bare workflows",
                () -> command(place.peers()),
                Map.of(),
                "TERM",
                () -> temporal.polled(BareQueues.MESSAGES),
                PATIENCE,
                1));
    return new BareSide(options, place, temporal, signals);
  }

  @Override
  public String title() {
    return "bare Temporal, a workflow a message with a no-op activity and as many signals";
  }

  @Override
  public Contest.Taken run() {
    BareCampaign campaign =
        new BareCampaign(UUID.randomUUID(), options.recipients(), signals.getAsInt());
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    long began = System.nanoTime();
    temporal.start(campaign);
    await(campaign, began);
    double seconds = seconds(began);
    Map<String, Object> details = cpu.details(seconds);
    details.put("median_of_a_message", HistorySample.of(temporal, workflows(campaign)).json());
    return new Contest.Taken(options.recipients() / seconds, details);
  }

  private void await(BareCampaign campaign, long began) {
    String id = campaign.campaignId().toString();
    long completed = 0;
    while (completed < options.recipients()) {
      if (seconds(began) > options.time().toSeconds()) {
        throw new LauncherException(
            "%d of %d bare workflows had ended after %d minutes; give --minutes more, or less people."
                .formatted(completed, options.recipients(), options.time().toMinutes()));
      }
      if (!Pause.millis(LOOK_MILLIS)) {
        throw new LauncherException("Interrupted.");
      }
      completed = temporal.completed("BareMessageWorkflow", id);
    }
  }

  private List<String> workflows(BareCampaign campaign) {
    return HistorySample.ordinals(options.recipients())
        .mapToObj(campaign::messageWorkflowId)
        .toList();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static List<String> command(PeerPlace place) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As our workers' in ChildSpecs.
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + place.workersHeap()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BareWorker.class.getName());
    command.addAll(List.of(place.temporalAddress(), place.temporalNamespace()));
    long after = 0;
    for (Duration delay : BenchShop.AT_ONCE) {
      after += delay.toMillis();
      command.add(Long.toString(after));
    }
    return command;
  }
}
