package dev.whatsway.launcher;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.QuietLogs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code whatsway}; the script of that name builds it and hands over to it. */
@Command(
    name = "whatsway",
    description = "WhatsApp campaigns that survive anything.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      ChaosCommand.class,
      BenchCommand.class,
      ReplayCommand.class,
      DryRunCommand.class,
      DoctorCommand.class,
      TemporalCliCommand.class
    })
public final class Whatsway {

  /** Exits with 0, with 1 on a failure that was told in a sentence, with 2 on a wrong option. */
  public static void main(String[] args) {
    QuietLogs.set();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Whatsway())
        .setExecutionExceptionHandler(Whatsway::tell)
        .setUsageHelpAutoWidth(true);
  }

  private static int tell(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
    if (failure instanceof LauncherException) {
      System.err.println("whatsway: " + failure.getMessage());
    } else {
      System.err.println("whatsway: this should not have happened; please report it.");
      failure.printStackTrace();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
