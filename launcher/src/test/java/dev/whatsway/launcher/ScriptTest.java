package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.console.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The script, on machines that lack something: search paths made of links and fakes. */
class ScriptTest {

  private static final List<String> ORDINARY =
      List.of("bash", "sh", "env", "dirname", "readlink", "sed", "head", "cat", "find", "tail");

  private static final Path SHELL = Objects.requireNonNull(Programs.find("sh"), "sh");

  @TempDir Path temp;

  private Path bin;

  @BeforeEach
  void bareMachine() throws IOException {
    bin = Files.createDirectory(temp.resolve("bin"));
    for (String program : ORDINARY) {
      real(program);
    }
  }

  @Test
  void without_java_it_says_so_in_one_sentence() throws Exception {
    fake("mvn", "echo 'Apache Maven 3.9.9'");

    assertThat(run("demo"))
        .isEqualTo(
            new Result(
                1,
                "whatsway: Java 17 or newer is needed and none was found; install a JDK 17 and put it on PATH or in JAVA_HOME.\n"));
  }

  @Test
  void an_old_java_is_refused_by_its_version() throws Exception {
    fake("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    fake("mvn", "echo 'Apache Maven 3.9.9'");

    assertThat(run("up"))
        .isEqualTo(
            new Result(
                1,
                "whatsway: Java 17 or newer is needed, but %s is Java 11; point JAVA_HOME at a JDK 17.\n"
                    .formatted(bin.resolve("java"))));
  }

  @Test
  void a_java_home_without_java_is_named() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", temp.resolve("nowhere").toString()), "up").output())
        .startsWith("whatsway: JAVA_HOME is " + temp.resolve("nowhere"));
  }

  @Test
  void without_maven_it_says_so_in_one_sentence() throws Exception {
    fake("java", "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2");

    assertThat(run("demo"))
        .isEqualTo(
            new Result(
                1,
                "whatsway: Maven 3.8 or newer is needed and none was found; install Maven and put mvn on PATH.\n"));
  }

  @Test
  void an_old_maven_is_refused_where_it_would_have_to_build() throws Exception {
    fake("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
    fake("mvn", "echo 'Apache Maven 3.6.3'");
    for (String program : List.of("mkdir", "touch", "grep", "sleep")) {
      real(program);
    }
    Path clone = Files.createDirectory(temp.resolve("clone"));
    Files.copy(script(), clone.resolve("whatsway"));

    Result result = run(clone.resolve("whatsway"), Map.of(), "up");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .isEqualTo(
            "whatsway: Maven 3.8 or newer is needed, but %s is 3.6.3; install a newer one and put it first on PATH.\n"
                .formatted(bin.resolve("mvn")));
  }

  @Test
  void an_unknown_command_is_a_wrong_use() throws Exception {
    Result result = run("dmeo");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).startsWith("whatsway: unknown command dmeo").contains("doctor");
  }

  @Test
  void it_finds_its_home_through_symbolic_links() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("ww"), script());
    Path second = Files.createSymbolicLink(temp.resolve("ww2"), Path.of("ww"));
    assertThat(link).exists();

    assertThat(run(second, Map.of(), "--help").code()).isZero();
    assertThat(run(second, Map.of(), "up").output()).contains("Java 17 or newer is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up", "chaos", "bench", "replay", "dry-run", "doctor"})
  void its_help_names_every_option_there_is(String command) throws Exception {
    CommandLine known = Whatsway.commandLine().getSubcommands().get(command);

    Result help = run(command, "--help");

    assertThat(help.code()).isZero();
    known
        .getCommandSpec()
        .options()
        .forEach(
            option ->
                assertThat(help.output())
                    .containsPattern(
                        "\\n  (-h, )?"
                            + option.longestName()
                            + (option.paramLabel().isEmpty() || option.arity().max() == 0
                                ? ""
                                : " " + option.paramLabel())
                            + " "));
    List<String> named =
        Arrays.stream(help.output().split("\\s+")).filter(w -> w.matches("--[a-z-]+")).toList();
    assertThat(known.getCommandSpec().optionsMap().keySet()).containsAll(named);
  }

  private Result run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    return run(script(), environment, arguments);
  }

  private Result run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", temp.toString());
    builder.environment().putAll(environment);
    Process process = builder.directory(temp.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  private static Path script() {
    return TestClassPath.projectFolder().resolve("whatsway");
  }

  private void real(String program) throws IOException {
    Path found = Objects.requireNonNull(Programs.find(program), program);
    fake(program, "exec %s \"$@\"".formatted(found));
  }

  private void fake(String name, String line) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!" + SHELL + "\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Result(int code, String output) {}
}
