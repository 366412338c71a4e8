package dev.whatsway.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of Meta's Cloud API as its registry serves it, in a folder of its own, with a script
 * that sends every type of message. Where the tool or the registry is missing, the test is skipped.
 */
enum ClientLibrary {
  PYWA("pywa_client.py") {
    @Override
    List<List<String>> installation(Path folder) {
      return List.of(
          List.of("python3", "-m", "venv", "env"),
          List.of(python(folder), "-m", "pip", "install", "--quiet", "pywa==4.5.0"));
    }

    @Override
    List<String> command(Path folder) {
      return List.of(python(folder), script());
    }

    private String python(Path folder) {
      return folder.resolve("env/bin/python").toString();
    }
  },

  KAPSO("kapso_client.mjs") {
    @Override
    List<List<String>> installation(Path folder) {
      return List.of(
          List.of(
              "npm",
              "install",
              "--silent",
              "--no-audit",
              "--no-fund",
              "@kapso/whatsapp-cloud-api@0.3.0"));
    }

    @Override
    List<String> command(Path folder) {
      return List.of("node", script());
    }
  };

  private static final List<String> FILES = List.of("template-sends.json");

  private final String script;

  ClientLibrary(String script) {
    this.script = script;
  }

  /** The commands that install it, each run within the folder. */
  abstract List<List<String>> installation(Path folder);

  /** The command that runs its script. */
  abstract List<String> command(Path folder);

  String script() {
    return script;
  }

  /** Installs it, or skips the test with the reason. */
  void install(Path folder) throws IOException, InterruptedException {
    for (String file : FILES) {
      copy(file, folder);
    }
    copy(script, folder);
    for (List<String> command : installation(folder)) {
      Path log = folder.resolve("install.log");
      int code;
      try {
        code = run(folder, command, log, 180);
      } catch (IOException missing) {
        code = -1;
        Files.writeString(log, missing.getMessage());
      }
      assumeTrue(
          code == 0, () -> this + " cannot be installed here, skipped: " + command + tail(log));
    }
  }

  /**
   * Sends everything.
   *
   * @return what the library was answered with, by kind of message, in the order of the script
   */
  Map<String, String> send(Path folder, String base, String token, String number, String to)
      throws IOException, InterruptedException {
    Path log = folder.resolve("send.log");
    List<String> command = new ArrayList<>(command(folder));
    command.addAll(List.of(base, token, number, to));
    int code = run(folder, command, log, 120);
    assertThat(code).as(() -> tail(log)).isZero();
    Map<String, String> answers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode told = JsonMapper.shared().readTree(line);
      answers.put(told.path("kind").asString(), told.path("id").asString());
    }
    return answers;
  }

  static JsonNode resource(String name) throws IOException {
    try (InputStream content = open(name)) {
      return JsonMapper.shared().readTree(content);
    }
  }

  private static int run(Path folder, List<String> command, Path log, int seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream content = open(name)) {
      Files.copy(content, folder.resolve(name));
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        ClientLibrary.class.getResourceAsStream("/gateway-clients/" + name), name);
  }

  private static String tail(Path log) {
    try {
      String all = Files.exists(log) ? Files.readString(log) : "";
      return "\n" + all.substring(Math.max(0, all.length() - 3000));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
