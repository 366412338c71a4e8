package dev.whatsway.launcher.e2e;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.process.PidFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code whatsway up --simulator} in a process and a data folder of its own, on free ports. */
final class RunningStack implements AutoCloseable {

  private static final List<String> PORTS =
      List.of(
          "WHATSWAY_PORT",
          "WHATSWAY_TEMPORAL_PORT",
          "WHATSWAY_TEMPORAL_UI_PORT",
          "WHATSWAY_SIMULATOR_PORT",
          "WHATSWAY_POSTGRES_PORT");

  private final Path data;
  private final Process launcher;
  private final JsonNode info;

  private RunningStack(Path data, Process launcher, JsonNode info) {
    this.data = data;
    this.launcher = launcher;
    this.info = info;
  }

  static RunningStack start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** Starts it with more variables in its environment. */
  static RunningStack start(Path folder, Map<String, String> more) throws IOException {
    Path data = folder.resolve("data");
    Path infoFile = folder.resolve("info.json");
    Path log = folder.resolve("up.log");
    ProcessBuilder command =
        TestClassPath.java(
                "dev.whatsway.launcher.Whatsway",
                "up",
                "--simulator",
                "--data",
                data.toString(),
                "--info",
                infoFile.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().putAll(freePorts());
    command.environment().putAll(more);
    Process launcher = command.start();
    try {
      Awaitility.await("everything to serve")
          .atMost(Duration.ofMinutes(3))
          .failFast("the launcher ended, see the test's folder", () -> !launcher.isAlive())
          .until(() -> Files.exists(infoFile));
      return new RunningStack(
          data, launcher, JsonMapper.shared().readTree(Files.readString(infoFile)));
    } catch (RuntimeException | IOException e) {
      launcher.destroy();
      throw e;
    }
  }

  /** All are open at once, so that none is given twice. */
  private static Map<String, String> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      Map<String, String> ports = new HashMap<>();
      for (String variable : PORTS) {
        ServerSocket socket = new ServerSocket(0);
        sockets.add(socket);
        ports.put(variable, Integer.toString(socket.getLocalPort()));
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  ApiClient api() {
    return new ApiClient(text("api_url") + "/api/v1", text("api_key"));
  }

  String apiKey() {
    return text("api_key");
  }

  String apiUrl() {
    return text("api_url");
  }

  ApiClient simulator() {
    return new ApiClient(text("simulator_url"), "simulator-access-token");
  }

  String simulatorUrl() {
    return text("simulator_url");
  }

  String temporalAddress() {
    return text("temporal_address");
  }

  /**
   * Ends one of the children as the kernel would when memory runs out; the launcher restarts it.
   */
  void kill(String child) {
    PidFile file = new PidFile(data.resolve("run").resolve(child + ".pid"));
    long pid = Objects.requireNonNull(file.livingPid(), child + " does not run");
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Awaitility.await(child + " to be started again")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Long now = file.livingPid();
              return now != null && now != pid;
            });
  }

  /** Stops one of the children in its tracks: it keeps its connections and answers nothing. */
  void freeze(String child) throws IOException, InterruptedException {
    signal(child, "STOP");
  }

  void thaw(String child) throws IOException, InterruptedException {
    signal(child, "CONT");
  }

  private void signal(String child, String signal) throws IOException, InterruptedException {
    PidFile file = new PidFile(data.resolve("run").resolve(child + ".pid"));
    long pid = Objects.requireNonNull(file.livingPid(), child + " does not run");
    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
  }

  private String text(String field) {
    return info.path(field).asString();
  }

  @Override
  public void close() {
    launcher.destroy();
    Awaitility.await("the launcher to end its children and itself")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !launcher.isAlive());
  }
}
