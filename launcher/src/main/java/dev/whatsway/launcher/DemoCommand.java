package dev.whatsway.launcher;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoReport;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.demo.Offer;
import dev.whatsway.launcher.demo.People;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description =
        "Starts everything, launches a sample campaign against the simulator, shows its progress, reports.")
final class DemoCommand implements Callable<Integer> {

  private static final List<String> MODES = List.of("message-workflow", "ledger");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--recipients",
      paramLabel = "N",
      description = "Send to N made-up people instead of the sample file.")
  private @Nullable Long recipients;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Send to the people of this CSV file.")
  private @Nullable Path csv;

  @Option(
      names = "--consent-source",
      paramLabel = "TEXT",
      description = "Assert an opt-in from this source for every row of the file.")
  private @Nullable String consentSource;

  @Option(
      names = "--tracking",
      paramLabel = "MODE",
      defaultValue = "message-workflow",
      description =
          "message-workflow (default): a journey of three steps; ledger: one message, as journeys need workflows.")
  private String tracking = "message-workflow";

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write the report as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = "--exit",
      description =
          "End after the report: 0 when every message is accounted for and the simulator saw no duplicate, else 1; without it all stays up until Ctrl-C.")
  private boolean exit;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Override
  public Integer call() {
    People people = people();
    checkOptions();
    Console console = Console.standard();
    Settings settings = Settings.from(System.getenv(), null);
    try (Stack stack = Stack.start(settings, options(), console)) {
      Welcome.print(console, stack, settings);
      DemoReport result = run(stack, people, console);
      result.print(console, stack.addresses().api());
      if (report != null) {
        result.write(report);
        console.line("  JSON         " + report);
      }
      if (exit) {
        return result.good() ? 0 : 1;
      }
      console.line("");
      console.line("Everything stays up; Ctrl-C ends it.");
      UpCommand.stayUntilSignalled();
    }
    return 0;
  }

  /** Nearly all of a sample's minute is code that runs for the first time. */
  private Stack.Options options() {
    return new Stack.Options(true, null, recipients == null);
  }

  private DemoReport run(Stack stack, People people, Console console) {
    SimulatorAccess simulator = stack.simulator();
    return new DemoRun(
            new ApiClient(stack.addresses().api() + "/api/v1", stack.launcherKey()),
            new ApiClient(simulator.url(), DemoRun.ACCESS_TOKEN),
            new DemoRun.Options(
                simulator.url(), simulator.appSecret(), people, consentSource, offer(stack)),
            console,
            Clock.systemUTC())
        .run();
  }

  private Offer offer(Stack stack) {
    return tracking.equals("ledger")
        ? new Offer.OneMessage(tracking)
        : new Offer.Drip(stack.addresses().api() + "/r/");
  }

  private People people() {
    if (recipients != null && csv != null) {
      throw wrong("--recipients and --csv exclude each other; give one of them.");
    }
    if (recipients != null) {
      if (recipients < 1 || recipients > 10_000_000) {
        throw wrong("--recipients is " + recipients + "; give a number from 1 to 10000000.");
      }
      return new People.Synthetic(recipients);
    }
    if (csv != null) {
      if (!Files.isRegularFile(csv) || !Files.isReadable(csv)) {
        throw wrong("--csv names " + csv + ", which is not a readable file.");
      }
      return new People.CsvFile(csv);
    }
    return new People.Sample();
  }

  private void checkOptions() {
    if (!MODES.contains(tracking)) {
      throw wrong("--tracking is " + tracking + "; it has to be message-workflow or ledger.");
    }
    if (consentSource != null && consentSource.isBlank()) {
      throw wrong("--consent-source is empty; say where the opt-ins come from.");
    }
    Options.requireWritable(spec, "--report", report);
  }

  private ParameterException wrong(String message) {
    return Options.wrong(spec, message);
  }
}
