package dev.whatsway.launcher.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.TemporalChain.Effort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server itself comes from, with a Go that is a shell script. */
class ServerChainTest {

  private static final String GO_THAT_BUILDS =
      """
      #!/bin/sh
      printf '%s\\n' "$*" >>"$(/usr/bin/dirname "$0")/asked"
      for program in server sql; do
        printf '#!/bin/sh\\n' >"$GOBIN/$program"
        /bin/chmod +x "$GOBIN/$program"
      done
      """;

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> chosen = new ArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path cache;
  private Path onPath;

  @BeforeEach
  void emptyMachine() throws IOException {
    cache = folder.resolve("cache");
    onPath = Files.createDirectories(folder.resolve("path"));
    environment.put("PATH", onPath.toString());
  }

  @Test
  void a_running_server_comes_first() throws IOException {
    go(GO_THAT_BUILDS);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      environment.put("TEMPORAL_ADDRESS", address);

      assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Running(address));
    }
    assertThat(onPath.resolve("asked")).doesNotExist();
  }

  @Test
  void go_builds_it_once() throws IOException {
    go(GO_THAT_BUILDS);
    TemporalSource built = new TemporalSource.Server(ServerPrograms.in(cache));

    assertThat(find(Effort.BUILD)).isEqualTo(built);
    assertThat(find(Effort.BUILD)).isEqualTo(built);

    assertThat(onPath.resolve("asked"))
        .hasContent("install " + String.join(" ", ServerPrograms.MODULES));
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("about 6 minutes on 2 cores");
    Path place = ServerPrograms.in(cache).folder();
    assertThat(chosen)
        .containsExactly(
            "a build with Go (" + place + ")",
            "the Temporal server in the cache folder (" + place + ")");
  }

  @Test
  void a_build_that_failed_leaves_nothing_and_is_told() throws IOException {
    go("#!/bin/sh\nprintf half >\"$GOBIN/server\"\necho no space left on device >&2\nexit 1\n");

    assertThatThrownBy(() -> find(Effort.BUILD))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith(
            "No Temporal server is to be had; install Go 1.26.4 or newer, to build it, or set TEMPORAL_ADDRESS to a running server.")
        .hasMessageContaining("a build with Go: failed with exit code 1 (no space left on device)");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).containsExactly(cache.resolve("temporal-server-build.log"));
    }
  }

  @Test
  void looking_builds_nothing() throws IOException {
    go(GO_THAT_BUILDS);

    assertThatThrownBy(() -> find(Effort.LOOK)).isInstanceOf(LauncherException.class);
    assertThat(onPath.resolve("asked")).doesNotExist();
  }

  private TemporalSource find(Effort effort) {
    Console console = new Console(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return TemporalChain.ofServers(environment, cache, effort, console).find(chosen::add);
  }

  private void go(String content) throws IOException {
    Path file = Files.writeString(onPath.resolve("go"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
