package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whatsway.contract.SearchAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The production shape, as far as it can be checked without Docker's engine. */
class ComposeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The plugin and the older program; either checks the file. */
  private static final List<List<String>> CLIENTS =
      List.of(List.of("docker", "compose"), List.of("docker-compose"));

  /** Compose itself may be missing; what a merge leaves behind is no YAML anyway. */
  @Test
  void theComposeFileIsYaml() throws Exception {
    Map<String, Object> compose =
        new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));

    assertThat(compose).containsKeys("services", "volumes");
  }

  @Test
  void theComposeFileIsValid() throws Exception {
    List<String> client =
        CLIENTS.stream()
            .filter(candidate -> exit(candidate, "version") == 0)
            .findFirst()
            .orElse(List.of());
    assumeThat(client).as("a Compose client on this machine").isNotEmpty();

    assertThat(exit(client, "-f", "docker-compose.yml", "config", "--quiet")).isZero();
  }

  @Test
  void everyPublishedPortIsOnLoopback() throws Exception {
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"));

    assertThat(Pattern.compile("(?m)^ +ports:\\n((?: +- .*\\n)+)").matcher(compose).results())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            ports ->
                assertThat(ports.group(1).strip().lines())
                    .allMatch(port -> port.strip().startsWith("- 127.0.0.1:")));
  }

  @Test
  void theNamespaceScriptMakesExactlyOurSearchAttributes() throws Exception {
    String script = Files.readString(ROOT.resolve("temporal-config/setup-namespace.sh"));

    assertThat(script)
        .contains(
            "for name in "
                + String.join(" ", SearchAttributes.ALL.stream().map(key -> key.getName()).toList())
                + "; do");
  }

  @Test
  void everySettingThatIsDocumentedReachesAnApplication() throws Exception {
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
    String production = Files.readString(ROOT.resolve("docs/run-in-production.md"));
    String table = production.substring(production.indexOf("## Settings"));

    assertThat(Pattern.compile("`(WHATSWAY_[A-Z_]+)`").matcher(table).results())
        .hasSizeGreaterThan(10)
        .extracting(setting -> setting.group(1))
        // The file's other form; compose takes the file.
        .filteredOn(setting -> !setting.equals("WHATSWAY_ENCRYPTION_KEY"))
        .allSatisfy(setting -> assertThat(compose).contains(setting + ":"));
  }

  private static int exit(List<String> client, String... arguments) {
    List<String> command = new ArrayList<>(client);
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
