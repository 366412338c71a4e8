package dev.whatsway.api.gateway;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.simulator.GraphSimulator;
import dev.whatsway.simulator.ReceivedRequest;
import dev.whatsway.simulator.SimulatorOptions;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The gateway in front of the simulator. */
abstract class GatewayTest extends ApiTest {

  static final String TOKEN = "EAAG-secret-token";

  static GraphSimulator meta;

  @BeforeAll
  static void startMeta() throws IOException {
    meta =
        GraphSimulator.start(
            SimulatorOptions.onFreePort()
                .withAccessToken(TOKEN)
                .withBehaviour(
                    """
                    {"keep_requests": 5000, "latency_ms": {"min": 0, "max": 0},
                     "throughput": {"per_second": 1000, "burst": 1000}}
                    """));
  }

  @AfterAll
  static void stopMeta() {
    meta.close();
  }

  /** Returns the phone-number id of a new channel of the account. */
  String channel() {
    String phone = Given.number();
    Api.Answer made =
        api.post(
            "/api/v1/channels",
            Given.channelJson(
                phone,
                ", \"graph_url\": \"%s\", \"mm_enabled\": true, \"throughput\": 1000"
                    .formatted(meta.url())));
    if (made.status() != 201) {
      throw new AssertionError(made.toString());
    }
    return phone.substring(1);
  }

  static String text(String to) {
    return """
        {"messaging_product": "whatsapp", "to": "%s", "type": "text", "text": {"body": "Hi"}}"""
        .formatted(to);
  }

  /** A template of the simulator's without parameters. */
  static String news(String to) {
    return """
        {"messaging_product": "whatsapp", "to": "%s", "type": "template",
         "template": {"name": "summer_news", "language": {"code": "en"}}}"""
        .formatted(to);
  }

  static String order(String to) {
    return """
        {"messaging_product": "whatsapp", "to": "%s", "type": "template",
         "template": {"name": "order_update", "language": {"code": "en_US"}, "components": [
           {"type": "body", "parameters": [{"type": "text", "text": "A-1"},
             {"type": "text", "text": "there"}]}]}}"""
        .formatted(to);
  }

  /** The requests that Meta saw of a number, with the route before each body. */
  static List<ReceivedRequest> seen(String number) {
    return meta.requests().stream().filter(r -> r.phoneNumberId().equals(number)).toList();
  }

  static int code(Api.Answer answer) {
    return answer.json().path("error").path("code").asInt();
  }

  long messages() {
    return jdbc.sql(
            """
            SELECT count(*) FROM messages m JOIN channels c ON c.id = m.channel_id
            WHERE c.account_id = ?
            """)
        .param(account)
        .query(Long.class)
        .single();
  }

  /** Returns the message's status, which an answer does not wait for. */
  String status(Api.Answer answer) {
    return Awaitility.await()
        .until(
            () ->
                jdbc.sql("SELECT status FROM messages WHERE id = ?")
                    .param(UUID.fromString(answer.header("X-WhatsWay-Message")))
                    .query(String.class)
                    .single(),
            status -> !status.equals("queued"));
  }
}
