package dev.whatsway.launcher;

import dev.whatsway.launcher.chaos.ChaosReport;
import dev.whatsway.launcher.chaos.ChaosRun;
import dev.whatsway.launcher.console.Console;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos",
    description =
        "Kills processes and breaks connections at random while campaigns run, then checks that nothing was lost, doubled or leaked.")
final class ChaosCommand implements Callable<Integer> {

  private static final Map<String, List<String>> MODES =
      Map.of(
          "message-workflow", List.of("message-workflow"),
          "ledger", List.of("ledger"),
          "both", List.of("message-workflow", "ledger"));

  private static final int LONGEST_MINUTES = 1_440;
  private static final long SEEDS = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long it goes on (default: 10); coming to rest takes some more.")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed plans the same kills and faults (default: drawn, and printed).")
  private @Nullable Long seed;

  @Option(
      names = "--tracking",
      paramLabel = "MODE",
      defaultValue = "both",
      description = "message-workflow, ledger or both (default).")
  private String tracking = "both";

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
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed;
    TemporaryFolder folder = TemporaryFolder.make("whatsway-chaos-");
    console.line(
        "Chaos for %d minutes with seed %d, in %s, which goes at the end if all holds."
            .formatted(minutes, drawn, folder.path()));
    ChaosReport result = run(drawn, folder.path(), console);
    result.print(console);
    if (report != null) {
      result.write(report);
    }
    if (result.good()) {
      folder.delete();
      return 0;
    }
    console.line("The data folder stays for a look: " + folder.path());
    return 1;
  }

  private ChaosReport run(long drawn, Path folder, Console console) {
    Settings settings = Settings.apart(System.getenv(), folder);
    try (Stack stack = Stack.start(settings, new Stack.Options(true, null), console)) {
      SimulatorAccess simulator = stack.simulator();
      return new ChaosRun(
              new ChaosRun.Options(
                  drawn, Duration.ofMinutes(minutes), MODES.getOrDefault(tracking, List.of())),
              new ChaosRun.Place(
                  stack.addresses().api(),
                  stack.launcherKey(),
                  simulator.url(),
                  simulator.appSecret(),
                  stack.runFolder(),
                  stack.logs(),
                  stack::serves),
              console,
              Clock.systemUTC())
          .run();
    }
  }

  private void checkOptions() {
    if (minutes < 1 || minutes > LONGEST_MINUTES) {
      throw Options.wrong(
          spec, "--minutes is %d; give a number from 1 to %d.".formatted(minutes, LONGEST_MINUTES));
    }
    if (!MODES.containsKey(tracking)) {
      throw Options.wrong(
          spec, "--tracking is " + tracking + "; it has to be message-workflow, ledger or both.");
    }
    Options.requireWritable(spec, "--report", report);
  }
}
