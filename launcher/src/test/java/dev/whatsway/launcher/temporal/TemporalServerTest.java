package dev.whatsway.launcher.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.ChildSpec;
import dev.whatsway.launcher.process.RunFolder;
import dev.whatsway.launcher.process.Supervisor;
import dev.whatsway.launcher.temporal.TemporalChain.Effort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Namespaces, at a dev server of somebody else's. */
class TemporalServerTest {

  private static final String OWN = "whatsway-own";

  @TempDir Path folder;

  private final Console console = new Console(System.out, false);
  private Supervisor supervisor;
  private String address;

  @BeforeEach
  void start() throws IOException {
    TemporalSource.Program program =
        (TemporalSource.Program)
            TemporalChain.ofPrograms(
                    System.getenv(),
                    Path.of("target/cache").toAbsolutePath(),
                    Effort.BUILD,
                    console)
                .find(chosen -> {});
    List<Integer> ports = freePorts();
    address = "127.0.0.1:" + ports.get(0);
    supervisor =
        new Supervisor(
            RunFolder.at(folder.resolve("run")), folder.resolve("logs"), console, () -> {});
    try (TemporalServer server = new TemporalServer(address, "default")) {
      supervisor.start(
          new ChildSpec(
              "temporal",
              "Temporal",
              () ->
                  DevServer.command(
                      program.path(),
                      ports.get(0),
                      ports.get(1),
                      folder.resolve("temporal.db"),
                      "default"),
              DevServer.ENVIRONMENT,
              "TERM",
              server::takesCalls,
              Duration.ofSeconds(120),
              1));
    }
  }

  @AfterEach
  void end() {
    supervisor.close();
  }

  @Test
  void a_namespace_is_made_once_takes_our_search_attributes_and_goes_again() {
    try (TemporalServer server = new TemporalServer(address, OWN)) {
      assertThatThrownBy(server::requireNamespace)
          .isInstanceOf(LauncherException.class)
          .hasMessageContaining("has no namespace " + OWN);

      assertThat(server.createNamespace()).isTrue();
      assertThat(server.createNamespace()).isFalse();
      server.requireNamespace();
      server.registerSearchAttributes();

      server.deleteNamespace();
      assertThatThrownBy(server::requireNamespace).hasMessageContaining("has no namespace " + OWN);
      assertThatThrownBy(server::deleteNamespace)
          .isInstanceOf(LauncherException.class)
          .hasMessageContaining("temporal operator namespace delete --namespace " + OWN);
    }
  }

  /** Both are open at once, so that none is given twice. */
  private static List<Integer> freePorts() throws IOException {
    List<Integer> ports = new ArrayList<>();
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.add(one.getLocalPort());
      ports.add(two.getLocalPort());
    }
    return ports;
  }
}
