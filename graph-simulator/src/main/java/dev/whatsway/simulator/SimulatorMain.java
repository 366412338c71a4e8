package dev.whatsway.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulator as a process of its own until it is ended. */
@Command(
    name = "graph-simulator",
    mixinStandardHelpOptions = true,
    description = "A stand-in for Meta's Graph API: sends, templates, signed webhooks.")
public final class SimulatorMain implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "${env:WHATSWAY_SIMULATOR_PORT:-8090}",
      description = "Port, 0 for any free one (WHATSWAY_SIMULATOR_PORT, else 8090).")
  private int port;

  @Option(
      names = "--webhook-url",
      description = "Where signed webhooks go; without it they are dropped and counted.")
  private @Nullable URI webhookUrl;

  @Option(
      names = "--app-secret",
      defaultValue = "simulator-app-secret",
      description = "Signs the webhooks (${DEFAULT-VALUE}).")
  private String appSecret = "simulator-app-secret";

  @Option(
      names = "--behaviour",
      paramLabel = "FILE.json",
      description = "What Meta does with whom; see README.md. Without it: the demo's behaviour.")
  private @Nullable Path behaviour;

  @Option(
      names = "--access-token",
      description = "The only bearer token to accept; without it any but 'invalid' and 'expired'.")
  private @Nullable String accessToken;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulatorMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      String json = behaviour == null ? null : Files.readString(behaviour);
      GraphSimulator simulator =
          GraphSimulator.start(
              new SimulatorOptions(
                  host, port, webhookUrl, appSecret, json, accessToken, Clock.systemUTC()));
      Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
      PrintWriter out = spec.commandLine().getOut();
      out.println("Graph simulator ready at " + simulator.url());
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (BindException e) {
      err.println(
          "Port "
              + port
              + " on "
              + host
              + " cannot be had ("
              + e.getMessage()
              + "): set WHATSWAY_SIMULATOR_PORT or --port to another one.");
    } catch (IOException e) {
      err.println("Cannot start the simulator: " + e);
    } catch (IllegalArgumentException e) {
      err.println("Cannot start the simulator: " + e.getMessage());
    }
    return 1;
  }
}
