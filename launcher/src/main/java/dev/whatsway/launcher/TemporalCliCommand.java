package dev.whatsway.launcher;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.temporal.TemporalChain;
import dev.whatsway.launcher.temporal.TemporalChain.Effort;
import dev.whatsway.launcher.temporal.TemporalSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For the script: prints the path of a temporal program, and nothing else, on standard output. */
@Command(name = "temporal-cli", hidden = true)
final class TemporalCliCommand implements Callable<Integer> {

  @Option(names = "--no-build", description = "Give up rather than build it with Go.")
  private boolean noBuild;

  @Override
  public Integer call() {
    Settings settings = Settings.from(System.getenv(), null);
    Console console = new Console(System.err, false);
    TemporalSource source =
        TemporalChain.ofPrograms(
                settings.environment(),
                settings.cache(),
                noBuild ? Effort.DOWNLOAD : Effort.BUILD,
                console)
            .find(chosen -> console.line("Temporal: " + chosen));
    if (source instanceof TemporalSource.Program program) {
      System.out.println(program.path());
      return 0;
    }
    return 1;
  }
}
