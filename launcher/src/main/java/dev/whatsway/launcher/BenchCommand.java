package dev.whatsway.launcher;

import dev.whatsway.launcher.bench.BenchCase;
import dev.whatsway.launcher.bench.BenchOptions;
import dev.whatsway.launcher.bench.BenchPlace;
import dev.whatsway.launcher.bench.BenchReport;
import dev.whatsway.launcher.bench.Drawing;
import dev.whatsway.launcher.bench.PeerPlace;
import dev.whatsway.launcher.bench.Versions;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.temporal.TemporalKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description =
        "Measures campaigns, the ingress or the gateway against the simulator, in a folder and on ports of its own.")
final class BenchCommand implements Callable<Integer> {

  private static final Set<String> MODES = Set.of("message-workflow", "ledger");
  private static final long MOST_RECIPIENTS = 10_000_000;
  private static final int LONGEST_MINUTES = 1_440;
  private static final int MOST_ROUNDS = 99;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--case",
      paramLabel = "CASE,...",
      split = ",",
      defaultValue = "campaign",
      description = "What to measure; several one after the other.")
  private List<String> measured = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "ledger",
      description = "ledger (default) or message-workflow.")
  private String mode = "ledger";

  @Option(
      names = "--recipients",
      paramLabel = "N",
      description = "How many made-up people (default: 10000; for growth 1000000).")
  private @Nullable Long recipients;

  @Option(
      names = "--throughput",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages a second that the number may send, 1 to 1000 (default).")
  private int throughput;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "How long it sends at most, then the campaign is canceled; for ingress and gateway, each of their phases; for bulk and workflow, each turn; for growth, each size. Default: 60, for ingress and gateway 1, for growth 240.")
  private @Nullable Integer minutes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often ours and the peer take turns (default: 3).")
  private int rounds;

  @Option(
      names = "--temporal",
      paramLabel = "KIND",
      defaultValue = "dev",
      description =
          "dev (default) or server: Temporal's server on PostgreSQL, built with Go once, or the one of TEMPORAL_ADDRESS.")
  private String temporal = "dev";

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write the report as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Draw the results that can be drawn, as PNG files in this folder.")
  private @Nullable Path plots;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Override
  public Integer call() {
    List<BenchCase> cases = checkOptions();
    if (plots != null) {
      Drawing.require();
    }
    Console console = Console.standard();
    BenchReport results = new BenchReport(temporal);
    for (BenchCase each : cases) {
      measure(each, results, console);
    }
    results.print(console);
    if (report != null) {
      results.write(report);
    }
    if (plots != null) {
      results.draw(plots, console);
    }
    return 0;
  }

  private void measure(BenchCase each, BenchReport results, Console console) {
    TemporaryFolder folder = TemporaryFolder.make("whatsway-bench-");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("WHATSWAY_WORKERS_HEAP", "512m");
    // As in production, not as the simulator's people would have it.
    environment.putIfAbsent("WHATSWAY_LOOK_AFTER", "15m");
    TemporalKind kind = temporalKind();
    Settings settings = Settings.apart(environment, folder.path(), kind);
    try (Stack stack = Stack.start(settings, new Stack.Options(true, null, false, kind), console)) {
      BenchPlace place = place(stack, settings);
      results.add(each, each.measure(options(each), place, console), Versions.of(place));
    }
    folder.delete();
  }

  private TemporalKind temporalKind() {
    return TemporalKind.of(temporal)
        .orElseThrow(
            () ->
                Options.wrong(spec, "--temporal is " + temporal + "; it has to be dev or server."));
  }

  private BenchOptions options(BenchCase each) {
    Duration time = minutes == null ? each.usualTime() : Duration.ofMinutes(minutes);
    long people = recipients == null ? each.usualRecipients() : recipients;
    return new BenchOptions(mode, people, throughput, time, rounds);
  }

  private static BenchPlace place(Stack stack, Settings settings) {
    return new BenchPlace(
        stack.addresses().api(),
        stack.launcherKey(),
        stack.simulator().url(),
        stack.simulator().appSecret(),
        stack.workersUrl(),
        stack.database(),
        stack.logs().resolve("postgres.log"),
        stack::pids,
        new PeerPlace(
            settings.home(),
            settings.cache(),
            settings.data(),
            stack.addresses().temporal(),
            settings.temporalNamespace(),
            settings.environment().getOrDefault("WHATSWAY_WORKERS_HEAP", "1g"),
            stack::startBeside,
            Ports::anyFree));
  }

  private List<BenchCase> checkOptions() {
    List<BenchCase> cases = new ArrayList<>();
    for (String word : measured) {
      cases.add(
          BenchCase.of(word)
              .orElseThrow(
                  () ->
                      Options.wrong(
                          spec,
                          "--case is %s; it has to be of %s."
                              .formatted(word, String.join(", ", BenchCase.words())))));
    }
    if (!MODES.contains(mode)) {
      throw Options.wrong(spec, "--mode is " + mode + "; it has to be message-workflow or ledger.");
    }
    temporalKind();
    if (recipients != null && (recipients < 1 || recipients > MOST_RECIPIENTS)) {
      throw Options.wrong(
          spec,
          "--recipients is %d; give a number from 1 to %d.".formatted(recipients, MOST_RECIPIENTS));
    }
    if (throughput < 1 || throughput > 1_000) {
      throw Options.wrong(
          spec, "--throughput is %d; give a number from 1 to 1000.".formatted(throughput));
    }
    if (minutes != null && (minutes < 1 || minutes > LONGEST_MINUTES)) {
      throw Options.wrong(
          spec, "--minutes is %d; give a number from 1 to %d.".formatted(minutes, LONGEST_MINUTES));
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw Options.wrong(
          spec, "--rounds is %d; give a number from 1 to %d.".formatted(rounds, MOST_ROUNDS));
    }
    Options.requireWritable(spec, "--report", report);
    Options.requireFolder(spec, "--plots", plots);
    return cases;
  }
}
