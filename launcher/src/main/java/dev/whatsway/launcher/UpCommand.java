package dev.whatsway.launcher;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.process.Pause;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description =
        "Starts everything and stays until Ctrl-C; prints the addresses and, the first time, an API key.")
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder (default: WHATSWAY_DATA, else ~/.local/share/whatsway).")
  private @Nullable Path data;

  @Option(names = "--simulator", description = "Start the simulator and use it as the Graph API.")
  private boolean simulator;

  @Option(
      names = "--info",
      paramLabel = "FILE.json",
      description = "Write addresses, an API key and the process ids to this file.")
  private @Nullable Path info;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Options.requireWritable(spec, "--info", info);
    Console console = Console.standard();
    Settings settings = Settings.from(System.getenv(), data);
    try (Stack stack = Stack.start(settings, new Stack.Options(simulator, info), console)) {
      Welcome.print(console, stack, settings);
      stayUntilSignalled();
    }
    return 0;
  }

  /** The shutdown hook ends the children; this thread only has to stay. */
  static void stayUntilSignalled() {
    while (Pause.millis(60_000)) {
      // Nothing to do: the supervisor's threads keep everything alive.
    }
  }
}
