package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.Settings.Port;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.TemporalKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void a_taken_port_is_named_with_the_variable_that_moves_it() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Port port = new Port("WHATSWAY_PORT", taken.getLocalPort(), "the API");

      assertThat(Ports.problems(List.of(port)))
          .containsExactly(
              "Port %d, meant for the API, is taken by another program; set WHATSWAY_PORT to a free port."
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void a_program_that_listens_on_all_addresses_takes_the_port_too() throws Exception {
    try (ServerSocket everywhere = new ServerSocket(0)) {
      assertThat(Ports.isFree(everywhere.getLocalPort())).isFalse();
    }
  }

  @Test
  void a_free_port_is_no_problem() {
    assertThat(Ports.problems(List.of(new Port("WHATSWAY_PORT", Ports.anyFree(), "the API"))))
        .isEmpty();
  }

  @Test
  void one_number_for_two_uses_is_named() {
    int port = Ports.anyFree();

    assertThat(
            Ports.problems(
                List.of(new Port("WHATSWAY_PORT", port, "x"), new Port("WHATSWAY_B", port, "y"))))
        .containsExactly(
            "Port %d is asked for twice, by WHATSWAY_PORT and WHATSWAY_B; give one of them another number."
                .formatted(port));
  }

  @Test
  void all_problems_are_told_at_once() throws Exception {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  Ports.requireFree(
                      List.of(
                          new Port("A", one.getLocalPort(), "a"),
                          new Port("B", two.getLocalPort(), "b"))))
          .isInstanceOf(LauncherException.class)
          .hasMessageContaining("set A to")
          .hasMessageContaining("set B to");
    }
  }

  @Test
  void free_ports_are_different_and_none_that_an_outgoing_connection_may_get() {
    assertThat(Ports.free(20)).doesNotHaveDuplicates().hasSize(20).allMatch(port -> port < 32_768);
  }

  @Test
  void a_stack_apart_shares_neither_folder_nor_ports_nor_temporal() {
    Settings settings =
        Settings.apart(
            Map.of("TEMPORAL_ADDRESS", "t:7233", "WHATSWAY_HOST", "0.0.0.0", "PATH", "/bin"),
            Path.of("/own"));

    assertThat(settings.data()).isEqualTo(Path.of("/own"));
    assertThat(settings.temporalAddress()).isNull();
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.environment()).containsEntry("PATH", "/bin");
    assertThat(settings.portsNeeded(true)).hasSize(5);
    assertThat(settings.portsNeeded(true))
        .extracting(Port::number)
        .doesNotHaveDuplicates()
        .doesNotContain(8080, 7233, 8233, 8090, 5433);
  }

  @Test
  void a_variable_that_holds_no_port_is_refused() {
    assertThatThrownBy(() -> Settings.from(Map.of("WHATSWAY_PORT", "http"), null))
        .hasMessage("WHATSWAY_PORT is http, which is no port; give a number from 1 to 65535.");
    assertThatThrownBy(() -> Settings.from(Map.of("WHATSWAY_POSTGRES_PORT", "70000"), null))
        .hasMessageContaining("WHATSWAY_POSTGRES_PORT is 70000");
  }

  @Test
  void an_external_temporal_needs_no_ports_here() {
    Settings settings = Settings.from(Map.of("TEMPORAL_ADDRESS", "t:7233"), null);

    assertThat(settings.portsNeeded(false))
        .extracting(Port::variable)
        .containsExactlyInAnyOrder("WHATSWAY_PORT", "WHATSWAY_POSTGRES_PORT");
  }

  @Test
  void a_stack_apart_on_a_given_server_has_a_namespace_of_its_own_there() {
    Map<String, String> environment =
        Map.of("TEMPORAL_ADDRESS", "t:7233", "TEMPORAL_NAMESPACE", "production");

    Settings settings = Settings.apart(environment, Path.of("/own"), TemporalKind.SERVER);

    assertThat(settings.temporalAddress()).isEqualTo("t:7233");
    assertThat(settings.temporalNamespace()).startsWith("whatsway-").hasSizeGreaterThan(20);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(Settings.apart(environment, Path.of("/own"), TemporalKind.DEV).temporalAddress())
        .isNull();
  }
}
