package dev.whatsway.launcher;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.doctor.Doctor;
import dev.whatsway.launcher.doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description =
        "Tells what is missing on this machine and how to get it; ends with 0 when nothing is, else 1.")
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Override
  public Integer call() {
    Console console = Console.standard();
    Settings settings = Settings.from(System.getenv(), null);
    List<Finding> findings =
        new ArrayList<>(
            new Doctor(settings.environment(), settings.data(), settings.cache()).examine());
    boolean running = DataFolder.isTaken(settings.data());
    for (Settings.Port port : settings.portsNeeded(true)) {
      // While a whatsway runs here, the ports are taken as they should be.
      String problem = running ? null : Ports.problem(port);
      findings.add(
          new Finding("port " + port.number() + ", " + port.use(), problem == null, problem));
    }
    findings.forEach(finding -> console.line(finding.toString()));
    boolean healthy = findings.stream().allMatch(Finding::good);
    console.line(healthy ? "Nothing is missing." : "Something is missing; see above.");
    return healthy ? 0 : 1;
  }
}
