package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.simulator.GraphSimulator;
import dev.whatsway.simulator.SimulatorOptions;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The send path against the simulator, whose account tells what Meta would have taken. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class SimulatedMetaTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final AtomicInteger GERMANS = new AtomicInteger(200_000);
  private static final String BEHAVIOUR =
      """
      {"rules": {"mm_callback_data": "%s"},
       "webhook_delays_ms": {"sent": {"min": 1, "max": 2}, "delivered": {"min": 1, "max": 2},
         "read": {"min": 1, "max": 2}},
       "rates": {"connection": {%s}, "late_ms": 4000},
       "templates": [{"id": "8100000000000099", "name": "sale", "language": "en", "category": "MARKETING",
         "status": "APPROVED", "parameter_format": "POSITIONAL",
         "components": [{"type": "BODY", "text": "Hello {{1}}, sale today."}]}]}
      """;

  private static final PacingSettings PACING =
      new PacingSettings(Duration.ofMillis(250), Duration.ofSeconds(2));

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, CLOCK);
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private GraphSimulator meta;
  private UUID message;
  private boolean sendsCallbackData = true;

  @BeforeEach
  void queuedMessage() throws IOException {
    Scenario scenario = new Scenario(jdbc).channel();
    UUID campaign = scenario.campaign("running");
    String phone = "+4915112" + GERMANS.incrementAndGet();
    message = scenario.message(campaign, scenario.contact(phone, Scenario.NOW, null));
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
            body.findValues("statuses").forEach(statuses -> statuses.forEach(told::add));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    meta.close();
    receiver.stop(0);
  }

  @Test
  void failsWhereMetaRefusesTheCallbackDataThatTheChannelSends() throws IOException {
    start("reject", "");
    assertThat(send()).isInstanceOf(SendResult.Rejected.class);
  }

  @Test
  void matchesStatusesByWamidWhereTheChannelSendsNoCallbackData() throws IOException {
    start("reject", "");
    sendsCallbackData = false;
    assertThat(send()).isInstanceOf(SendResult.Accepted.class);
    awaitRead();
  }

  @Test
  void matchesStatusesByWamidWhereMetaDropsTheCallbackData() throws IOException {
    start("drop", "");
    assertThat(send()).isInstanceOf(SendResult.Accepted.class);
    awaitRead();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"closed_after_accept", "closed_mid_answer", "server_error_after_accept", "late"})
  void findsALostAnswerAgainByItsCallbackDataAndNeverSendsTwice(String stage) throws IOException {
    start("echo", "\"" + stage + "\": 1");
    assertThat(send()).isInstanceOf(SendResult.Unknown.class);
    assertThat(send()).as("a retry by Temporal").isInstanceOf(SendResult.Unknown.class);
    awaitRead();
    assertThat(send()).isInstanceOf(SendResult.Accepted.class);
    assertThat(meta.summary().acceptedSends()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed_before_accept", "server_error_before_accept"})
  void repeatsNothingOfWhichNobodyKnowsThatMetaDidNotTakeIt(String stage) throws IOException {
    start("echo", "\"" + stage + "\": 1");
    assertThat(send()).isInstanceOf(SendResult.Unknown.class);
    assertThat(send()).isInstanceOf(SendResult.Unknown.class);
    assertThat(meta.summary().acceptedSends()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsWhatATemplateWithPictureOfferAndCouponTakes(boolean whole) throws IOException {
    start("echo", "");
    meta.mergeBehaviour(
        """
        {"templates": [{"name": "sale", "language": "en", "category": "MARKETING",
           "components": [{"type": "HEADER", "format": "IMAGE"},
             {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Now", "has_expiration": true}},
             {"type": "BODY", "text": "Hello {{1}}, sale today."},
             {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": "A"},
               {"type": "URL", "text": "Shop", "url": "https://shop.test/{{1}}"}]}]}]}
        """);
    jdbc.sql("UPDATE messages SET variables = variables || ?::jsonb")
        .param(
            whole
                ? """
                {"header.image.link": "https://shop.test/a.jpg", "button.1.1": "abc",
                 "button.0.copy_code.coupon_code": "SAVE20",
                 "limited_time_offer.expiration_time_ms": "2030-12-24T18:00:00Z"}
                """
                : "{}")
        .update();
    assertThat(send()).isInstanceOf(whole ? SendResult.Accepted.class : SendResult.Rejected.class);
  }

  private void start(String callbackData, String connection) throws IOException {
    meta =
        GraphSimulator.start(
            SimulatorOptions.onFreePort()
                .withWebhook(
                    URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"), "s")
                .withBehaviour(BEHAVIOUR.formatted(callbackData, connection)));
  }

  private SendResult send() {
    SendingChannels channels =
        id ->
            new SendingChannels.Line(
                meta.url().toString(), "106540352242922", "token", true, sendsCallbackData);
    try (Pacer pacer = new Pacer(new NumberPace(jdbc, PACING.horizon()), PACING.horizon())) {
      return SendPath.of(
              EmbeddedPostgresExtension.dataSource(),
              pacer,
              PACING,
              channels,
              new GraphClient(Duration.ofSeconds(2)))
          .sendViaMarketingMessages(new SendCommand(message, 1, null));
    }
  }

  /** Carries what the simulator tells into the ledger until the message is read. */
  private void awaitRead() {
    await()
        .untilAsserted(
            () -> {
              told.forEach(this::apply);
              assertThat(
                      jdbc.sql("SELECT status FROM messages WHERE id = :id")
                          .param("id", message)
                          .query(String.class)
                          .single())
                  .isEqualTo("read");
            });
  }

  private void apply(JsonNode status) {
    String data = status.path("biz_opaque_callback_data").asString("");
    statuses.apply(
        new StatusUpdate(
            Optional.of(data).filter(text -> !text.isEmpty()).map(UUID::fromString).orElse(null),
            status.path("id").asString(),
            new MessageEvent(
                Kind.valueOf(status.path("status").asString().toUpperCase(java.util.Locale.ROOT)),
                CLOCK.instant(),
                null),
            null,
            null));
  }
}
