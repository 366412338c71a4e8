package dev.whatsway.launcher;

import dev.whatsway.launcher.demo.SampleTemplate;
import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.launcher.process.ChildSpec;
import dev.whatsway.launcher.temporal.DevServer;
import dev.whatsway.launcher.temporal.ProductionServer;
import dev.whatsway.launcher.temporal.ServerPrograms;
import dev.whatsway.launcher.temporal.TemporalServer;
import dev.whatsway.launcher.temporal.TemporalSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each part is started: command line, environment, health. */
final class ChildSpecs implements AutoCloseable {

  /** One start of a JVM on a busy machine may take this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Backends of a killed server hold its shared memory until they notice: seconds. */
  private static final int POSTGRES_ATTEMPTS = 20;

  private static final String C1_ALONE = "-XX:TieredStopAtLevel=1";

  /** C1 alone and the serial collector halve a short life's CPU time. */
  private static final List<String> QUICK_START = List.of(C1_ALONE, "-XX:+UseSerialGC", "-Xmx512m");

  private final Settings settings;
  private final Stack.Options options;
  private final DataFolder data;
  private final PostgresCluster postgres;
  private final TemporalSource temporal;
  private final ModuleJars jars;
  private final List<Integer> workersPorts;
  private final List<Integer> temporalPorts = Ports.free(ProductionServer.INNER_PORTS);
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final TemporalServer temporalServer;

  ChildSpecs(
      Settings settings,
      Stack.Options options,
      DataFolder data,
      Secrets secrets,
      PostgresCluster postgres,
      TemporalSource temporal) {
    this.settings = settings;
    this.options = options;
    this.data = data;
    this.postgres = postgres;
    this.temporal = temporal;
    this.jars = new ModuleJars(settings.home(), settings.environment().get("WHATSWAY_PLUGINS"));
    this.workersPorts = Ports.free(settings.workersProcesses());
    this.temporalServer = new TemporalServer(temporalAddress(), settings.temporalNamespace());
  }

  String apiUrl() {
    return "http://127.0.0.1:" + settings.api().number();
  }

  /** The first of the workers' processes. */
  String workersUrl() {
    return "http://127.0.0.1:" + workersPorts.get(0);
  }

  String simulatorUrl() {
    return "http://127.0.0.1:" + settings.simulator().number();
  }

  String temporalAddress() {
    return temporal instanceof TemporalSource.Running running
        ? running.address()
        : "127.0.0.1:" + settings.temporal().number();
  }

  /** Null when an external server's is not told. */
  @Nullable String temporalUiUrl() {
    if (settings.temporalUiUrl() != null) {
      return settings.temporalUiUrl();
    }
    return temporal instanceof TemporalSource.Program
        ? "http://127.0.0.1:" + settings.temporalUi().number()
        : null;
  }

  SimulatorAccess simulatorAccess() {
    return new SimulatorAccess(simulatorUrl(), "simulator-app-secret");
  }

  ChildSpec postgres() {
    return new ChildSpec(
        "postgres",
        "PostgreSQL",
        postgres::command,
        Map.of(),
        // Fast shutdown: TERM would wait for every client to leave.
        "INT",
        postgres::serves,
        PATIENCE,
        POSTGRES_ATTEMPTS);
  }

  ChildSpec devServer(TemporalSource.Program program) {
    return temporal(
        () ->
            DevServer.command(
                program.path(),
                settings.temporal().number(),
                settings.temporalUi().number(),
                data.temporalDatabase(),
                settings.temporalNamespace()),
        DevServer.ENVIRONMENT,
        temporalServer::serves);
  }

  ChildSpec productionServer(ServerPrograms programs) {
    ProductionServer server =
        new ProductionServer(
            programs,
            data.temporal(),
            settings.home().resolve("temporal-config/dynamic-config.yaml"),
            postgres,
            settings.temporal().number(),
            temporalPorts);
    return temporal(
        () -> {
          Files.createDirectories(server.configFile().getParent());
          DataFolder.writePrivately(server.configFile(), server.config());
          return server.command();
        },
        Map.of(),
        temporalServer::takesCalls);
  }

  private static ChildSpec temporal(
      ChildSpec.CommandSource command, Map<String, String> variables, ChildSpec.Health health) {
    return new ChildSpec("temporal", "Temporal", command, variables, "TERM", health, PATIENCE, 1);
  }

  ChildSpec simulator() {
    return new ChildSpec(
        "simulator",
        "Simulator",
        () -> {
          List<String> command =
              new ArrayList<>(
                  jars.command(
                      "graph-simulator", "dev.whatsway.simulator.SimulatorMain", QUICK_START));
          command.addAll(
              List.of(
                  "--port",
                  Integer.toString(settings.simulator().number()),
                  "--webhook-url",
                  apiUrl() + "/webhooks/whatsapp",
                  "--app-secret",
                  simulatorAccess().appSecret()));
          return command;
        },
        Map.of(),
        "TERM",
        () -> answers(simulatorUrl() + "/_simulator/summary"),
        PATIENCE,
        1);
  }

  /** One or more processes, which share their work through Temporal and PostgreSQL alone. */
  List<ChildSpec> workers() {
    List<ChildSpec> workers = new ArrayList<>();
    for (int port : workersPorts) {
      String number = workers.isEmpty() ? "" : "-" + (workers.size() + 1);
      workers.add(
          application(
              new Application(
                  "workers" + number,
                  "Workers" + number,
                  "workers",
                  "dev.whatsway.workers.WorkersApplication",
                  port,
                  settings.environment().getOrDefault("WHATSWAY_WORKERS_HEAP", "1g")),
              Map.of("WHATSWAY_WORKERS_PORT", Integer.toString(port))));
    }
    return workers;
  }

  ChildSpec api() {
    return application(
        new Application(
            "api", "API", "api", "dev.whatsway.api.ApiApplication", settings.api().number(), "1g"),
        Map.of());
  }

  /**
   * One of our two applications.
   *
   * @param heap how large its heap may grow, in Java's words
   */
  private record Application(
      String name, String title, String module, String mainClass, int port, String heap) {}

  private ChildSpec application(Application application, Map<String, String> more) {
    String health = "http://127.0.0.1:" + application.port + "/actuator/health";
    List<String> jvm = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx" + application.heap));
    if (options.shortLived()) {
      jvm.add(C1_ALONE);
    }
    Map<String, String> variables = environment();
    variables.putAll(more);
    return new ChildSpec(
        application.name,
        application.title,
        () -> jars.command(application.module, application.mainClass, jvm),
        variables,
        "TERM",
        () -> answers(health),
        PATIENCE,
        1);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("WHATSWAY_DB_URL", postgres.jdbcUrl());
    variables.put("WHATSWAY_DB_USER", PostgresCluster.USER);
    variables.put("WHATSWAY_DB_PASSWORD", postgres.password());
    variables.put("TEMPORAL_ADDRESS", temporalAddress());
    variables.put("TEMPORAL_NAMESPACE", settings.temporalNamespace());
    String ui = temporalUiUrl();
    if (ui != null) {
      variables.put("WHATSWAY_TEMPORAL_UI_URL", ui);
    }
    if (options.simulator()) {
      variables.put("WHATSWAY_GRAPH_URL", simulatorUrl());
    }
    if (!settings.environment().containsKey("WHATSWAY_ENCRYPTION_KEY")) {
      variables.put(
          "WHATSWAY_ENCRYPTION_KEY_FILE",
          settings
              .environment()
              .getOrDefault("WHATSWAY_ENCRYPTION_KEY_FILE", data.encryptionKey().toString()));
    }
    Map<String, String> ours = settings.environment();
    variables.put(
        "WHATSWAY_PUBLIC_URL",
        ours.getOrDefault(
            "WHATSWAY_PUBLIC_URL", options.simulator() ? SampleTemplate.SHOP : apiUrl()));
    if (!ours.containsKey("WHATSWAY_PUBLIC_URL")) {
      // The simulator's shop has no gateway, which links to media must lead to.
      variables.put("WHATSWAY_GATEWAY_URL", ours.getOrDefault("WHATSWAY_GATEWAY_URL", apiUrl()));
    }
    // Whoever tries events out on one machine receives them there.
    variables.put(
        "WHATSWAY_ALLOWED_TARGETS",
        ours.getOrDefault("WHATSWAY_ALLOWED_TARGETS", "127.0.0.0/8,::1/128"));
    if (options.simulator()) {
      // Its people read within seconds or never.
      variables.put("WHATSWAY_LOOK_AFTER", ours.getOrDefault("WHATSWAY_LOOK_AFTER", "4s"));
      variables.put(
          "WHATSWAY_RATES", ours.getOrDefault("WHATSWAY_RATES", "classpath:rates/example.csv"));
    }
    variables.put("WHATSWAY_HOST", settings.host());
    variables.put("WHATSWAY_PORT", Integer.toString(settings.api().number()));
    return variables;
  }

  private boolean answers(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  @Override
  public void close() {
    temporalServer.close();
  }
}
