package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.test.context.TestPropertySource;

/** The rows of the table through the real endpoints, against a Meta that does what they say. */
@TestPropertySource(properties = "whatsway.gateway.call-timeout=700ms")
class RoutingMatrixTest extends ApiTest {

  private static final String WABA = "102290129340398";

  private static ScriptedMeta meta;
  private static String nobody;

  @BeforeAll
  static void start() throws IOException {
    meta = new ScriptedMeta();
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "http://127.0.0.1:" + closed.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    meta.close();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: MM {4}, Cloud {5}")
  @CsvFileSource(resources = "/gateway/routing.csv", numLinesToSkip = 1)
  void answersAsTheTableSays(
      String routing,
      String kind,
      String category,
      String fallback,
      String mm,
      String cloud,
      String calls,
      int status,
      String body,
      String learnt,
      String end)
      throws SQLException {
    boolean away = (mm + cloud).contains("away");
    String phone = Given.number();
    String number = phone.substring(1);
    Api.Answer made =
        api.post(
            "/api/v1/channels",
            Given.channelJson(
                phone,
                """
                , "graph_url": "%s", "mm_enabled": true, "routing": "%s", "fallback": "%s"
                """
                    .formatted(
                        away ? nobody : meta.url(),
                        routing.equals("on") ? "auto" : "cloud_only",
                        fallback)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    meta.play(number, mm, cloud);
    String template = "t_" + UUID.randomUUID().toString().replace('-', '_');
    know(template, category);
    String sent = body(kind, template);

    Api.Answer answer;
    try (Connection lock = EmbeddedPostgresExtension.dataSource().getConnection()) {
      lock.setAutoCommit(false);
      if (category.equals("down")) {
        lock.createStatement().execute("LOCK template_categories IN ACCESS EXCLUSIVE MODE");
      }
      answer =
          api.post(
              "/v23.0/" + number + (kind.equals("direct") ? "/marketing_messages" : "/messages"),
              sent);
      lock.rollback();
    }

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("X-WhatsWay-Attempts"))
        .isEqualTo(Integer.toString(calls.split(" ").length));
    assertThat(answer.header("X-WhatsWay-Route"))
        .isEqualTo(calls.endsWith("mm") ? "marketing_messages" : "cloud");
    List<ScriptedMeta.Call> seen = meta.calls(number);
    if (!away) {
      assertThat(seen.stream().map(ScriptedMeta.Call::route).collect(Collectors.joining(" ")))
          .isEqualTo(calls);
    }
    if (body.equals("ours")) {
      assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(131000);
    } else {
      assertThat(answer.body()).isEqualTo(seen.get(seen.size() - 1).answer());
    }
    for (ScriptedMeta.Call call : seen) {
      boolean strict = call.route().equals("mm") && !kind.equals("direct");
      assertThat(call.body())
          .isEqualTo(strict ? sent.replaceFirst("\\{", "{\"product_policy\":\"STRICT\",") : sent);
      assertThat(call.token()).isEqualTo("Bearer EAAG-secret-token");
      assertThat(call.path()).startsWith("/v23.0/" + number + "/");
    }
    assertThat(standing(answer.header("X-WhatsWay-Message"))).isEqualTo(end);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(learnt(template)).isEqualTo(learnt));
  }

  private void know(String template, String category) {
    if (!List.of("marketing", "other", "stale").contains(category)) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO template_categories
              (account_id, waba_id, name, language, marketing, learnt_from, learnt_at)
            VALUES (?, ?, ?, 'en_US', ?, 'sync', now() - ? * interval '1 minute')
            """)
        .params(
            account,
            WABA,
            template,
            category.equals("marketing"),
            category.equals("stale") ? 61 : 1)
        .update();
  }

  private String learnt(String template) {
    return jdbc.sql(
            """
            SELECT CASE WHEN marketing THEN 'marketing' ELSE 'other' END FROM template_categories
            WHERE account_id = ? AND name = ? AND learnt_from = 'traffic'
            """)
        .params(account, template)
        .query(String.class)
        .optional()
        .orElse("-");
  }

  private String standing(String message) {
    return Awaitility.await()
        .until(
            () ->
                jdbc.sql("SELECT status FROM messages WHERE id = ?")
                    .param(UUID.fromString(message))
                    .query(String.class)
                    .single(),
            status -> !status.equals("queued"));
  }

  private static String body(String kind, String template) {
    String to = Given.number();
    return kind.equals("text")
        ? """
          {"messaging_product": "whatsapp", "to": "%s", "type": "text",
           "text": {"body": "Grüße"}, "new field": [1.50, {"deep": null}]}"""
            .formatted(to)
        : """
           {"messaging_product": "whatsapp", "to": "%s", "type": "template",
            "template": {"name": "%s", "language": {"code": "en_US"}}, "new field": [1.50]}"""
            .formatted(to, template);
  }
}
