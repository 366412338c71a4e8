package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeerProgramsTest {

  @TempDir Path temp;

  @Test
  void without_redis_it_says_how_to_get_it() {
    assertThatThrownBy(() -> Redis.of(null))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("apt-get install redis-server");
  }

  @Test
  void packages_are_installed_anew_once_another_version_is_named() throws IOException {
    Path source = Files.createDirectory(temp.resolve("source"));
    Path installed = Files.createDirectory(temp.resolve("installed"));
    Files.writeString(source.resolve("package.json"), "{\"dependencies\":{\"pg\":\"8.0.1\"}}");
    assertThat(NodeProgram.holds(installed, source)).isFalse();

    Files.copy(source.resolve("package.json"), installed.resolve("package.json"));
    assertThat(NodeProgram.holds(installed, source)).isFalse();

    Files.createDirectory(installed.resolve("node_modules"));
    assertThat(NodeProgram.holds(installed, source)).isTrue();

    Files.writeString(source.resolve("package.json"), "{\"dependencies\":{\"pg\":\"8.0.2\"}}");
    assertThat(NodeProgram.holds(installed, source)).isFalse();
  }

  // What is measured today has to be what is measured tomorrow.
  @Test
  void every_package_of_a_peer_has_an_exact_version() throws IOException {
    JsonNode wanted =
        JsonMapper.shared()
            .readTree(
                Files.readString(
                    TestClassPath.projectFolder().resolve("bench/peers/bullmq/package.json")));

    assertThat(wanted.path("dependencies").properties())
        .extracting(each -> each.getValue().asString())
        .hasSize(4)
        .allMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+"));
  }
}
