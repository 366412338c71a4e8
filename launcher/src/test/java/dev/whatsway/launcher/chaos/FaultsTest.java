package dev.whatsway.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.launcher.chaos.ChaosPlan.Phase;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.simulator.GraphSimulator;
import dev.whatsway.simulator.SimulatorOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Against the simulator itself, which refuses what it does not know. */
class FaultsTest {

  private GraphSimulator simulator;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    simulator =
        GraphSimulator.start(
            new SimulatorOptions("127.0.0.1", 0, null, "secret", null, null, Clock.systemUTC()));
    client = new ApiClient(simulator.url().toString(), "token");
  }

  @AfterEach
  void end() {
    simulator.close();
  }

  @ParameterizedTest
  @EnumSource(SendFault.class)
  void the_simulator_knows_every_fault_of_sends(SendFault fault) {
    new Faults(client, 1).begin(phase(fault, WebhookFault.CALM));

    assertInForce(fault, WebhookFault.CALM);
  }

  @ParameterizedTest
  @EnumSource(WebhookFault.class)
  void the_simulator_knows_every_fault_of_webhooks(WebhookFault fault) {
    new Faults(client, 1).begin(phase(SendFault.CALM, fault));

    assertInForce(SendFault.CALM, fault);
  }

  @Test
  void every_fault_differs_from_calm() {
    JsonNode calm = Faults.behaviour(1, SendFault.CALM, WebhookFault.CALM);

    assertThat(
            Arrays.stream(SendFault.values())
                .map(fault -> Faults.behaviour(1, fault, WebhookFault.CALM))
                .filter(calm::equals))
        .hasSize(1);
  }

  @Test
  void the_faults_of_a_phase_end_with_it() {
    Faults faults = new Faults(client, 1);
    faults.begin(phase(SendFault.RATE_LIMIT_STORM, WebhookFault.REORDERED));

    faults.end();

    assertInForce(SendFault.CALM, WebhookFault.CALM);
  }

  @Test
  void the_simulator_names_the_attempt_whose_answer_it_lost() {
    new Faults(client, 1).begin(phase(SendFault.CALM, WebhookFault.CALM));
    client.put(
        "/_simulator/behaviour",
        Map.of("rates", Map.of("connection", Map.of("server_error_before_accept", 1))));
    try {
      client.post(
          "/v23.0/106540352242977/messages",
          Map.of(
              "messaging_product",
              "whatsapp",
              "to",
              "+" + Crowd.prefix(Person.READS) + "000001",
              "text",
              Map.of("body", "Hello"),
              "biz_opaque_callback_data",
              "attempt-1"));
    } catch (RuntimeException lost) {
      assertThat(lost).hasMessageContaining("502");
    }

    List<MetasBooks.LostAnswer> lost =
        new Books(new PatientClient("http://127.0.0.1:1", "key"), client).metas().lostAnswers();
    assertThat(lost)
        .containsExactly(new MetasBooks.LostAnswer("attempt-1", "server_error_before_accept"));
  }

  private void assertInForce(SendFault sends, WebhookFault webhooks) {
    assertThat(client.get("/_simulator/behaviour").toString())
        .isEqualTo(Faults.behaviour(1, sends, webhooks).toString());
  }

  private static Phase phase(SendFault sends, WebhookFault webhooks) {
    return new Phase(Duration.ZERO, Duration.ofSeconds(10), sends, webhooks);
  }
}
