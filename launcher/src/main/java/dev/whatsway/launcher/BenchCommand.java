package dev.whatsway.launcher;

import dev.whatsway.launcher.bench.BenchPlace;
import dev.whatsway.launcher.bench.BenchResult;
import dev.whatsway.launcher.bench.CampaignBench;
import dev.whatsway.launcher.bench.CostsBench;
import dev.whatsway.launcher.bench.GatewayBench;
import dev.whatsway.launcher.bench.IngressBench;
import dev.whatsway.launcher.console.Console;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
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
        "Measures a campaign, the ingress or the gateway against the simulator, in a folder and on ports of its own.")
final class BenchCommand implements Callable<Integer> {

  private static final String CAMPAIGN = "campaign";
  private static final String INGRESS = "ingress";
  private static final String GATEWAY = "gateway";
  private static final String COSTS = "costs";
  private static final Set<String> CASES = Set.of(CAMPAIGN, INGRESS, GATEWAY, COSTS);
  private static final Set<String> MODES = Set.of("message-workflow", "ledger");
  private static final long MOST_RECIPIENTS = 10_000_000;
  private static final int LONGEST_MINUTES = 1_440;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--case",
      paramLabel = "CASE",
      defaultValue = CAMPAIGN,
      description =
          "campaign (default), ingress: how fast webhooks are acknowledged, gateway: the latency that it adds, or costs: what a message costs in either mode, counted.")
  private String measured = CAMPAIGN;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "ledger",
      description = "ledger (default) or message-workflow.")
  private String mode = "ledger";

  @Option(
      names = "--recipients",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many made-up people (default: 10000).")
  private long recipients;

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
          "How long it sends at most, then the campaign is canceled; for ingress and gateway, each of their phases. Default: 60, for these 1.")
  private @Nullable Integer given;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write the report as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Override
  public Integer call() {
    checkOptions();
    Console console = Console.standard();
    TemporaryFolder folder = TemporaryFolder.make("whatsway-bench-");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("WHATSWAY_WORKERS_HEAP", "512m");
    // As in production, not as the simulator's people would have it.
    environment.putIfAbsent("WHATSWAY_LOOK_AFTER", "15m");
    Settings settings = Settings.apart(environment, folder.path());
    BenchResult result;
    try (Stack stack = Stack.start(settings, new Stack.Options(true, null), console)) {
      result = measure(place(stack, settings), console);
    }
    result.print(console);
    if (report != null) {
      result.write(report);
    }
    folder.delete();
    return 0;
  }

  private BenchResult measure(BenchPlace place, Console console) {
    Duration time = Duration.ofMinutes(minutes());
    return switch (measured) {
      case INGRESS -> new IngressBench(place, time, console).run();
      case GATEWAY -> new GatewayBench(place, time, console).run();
      case COSTS -> new CostsBench(recipients, throughput, place, console).run();
      default ->
          new CampaignBench(
                  new CampaignBench.Options(mode, recipients, throughput, time),
                  place,
                  console,
                  Clock.systemUTC())
              .run();
    };
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
        stack.addresses().temporal(),
        settings.temporalNamespace(),
        stack::pids);
  }

  private int minutes() {
    if (given != null) {
      return given;
    }
    return measured.equals(CAMPAIGN) ? 60 : 1;
  }

  private void checkOptions() {
    if (!CASES.contains(measured)) {
      throw Options.wrong(
          spec, "--case is " + measured + "; it has to be campaign, ingress, gateway or costs.");
    }
    if (!MODES.contains(mode)) {
      throw Options.wrong(spec, "--mode is " + mode + "; it has to be message-workflow or ledger.");
    }
    if (recipients < 1 || recipients > MOST_RECIPIENTS) {
      throw Options.wrong(
          spec,
          "--recipients is %d; give a number from 1 to %d.".formatted(recipients, MOST_RECIPIENTS));
    }
    if (throughput < 1 || throughput > 1_000) {
      throw Options.wrong(
          spec, "--throughput is %d; give a number from 1 to 1000.".formatted(throughput));
    }
    if (minutes() < 1 || minutes() > LONGEST_MINUTES) {
      throw Options.wrong(
          spec,
          "--minutes is %d; give a number from 1 to %d.".formatted(minutes(), LONGEST_MINUTES));
    }
    Options.requireWritable(spec, "--report", report);
  }
}
