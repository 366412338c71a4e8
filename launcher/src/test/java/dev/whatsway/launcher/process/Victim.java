package dev.whatsway.launcher.process;

import dev.whatsway.launcher.console.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A launcher that starts two children, says so, and waits to be killed. */
final class Victim {

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    RunFolder run = RunFolder.at(folder);
    Supervisor supervisor = new Supervisor(run, folder, new Console(System.err, false), () -> {});
    Watchdog watchdog = Watchdog.over(run);
    supervisor.start(child("gentle", List.of("sleep", "600")));
    supervisor.start(child("deaf", List.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done")));
    System.out.println("watchdog " + watchdog.pid());
    new CountDownLatch(1).await();
  }

  static ChildSpec child(String name, List<String> command) {
    return new ChildSpec(
        name, name, () -> command, Map.of(), "TERM", () -> true, Duration.ofSeconds(10), 1);
  }

  private Victim() {}
}
