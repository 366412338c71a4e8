package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.message.Attempt;
import dev.whatsway.store.message.Messages;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.workers.GraphStub;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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
import tools.jackson.databind.json.JsonMapper;

/** The send path against real HTTP and a real PostgreSQL. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class MessageSendingTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration HORIZON = Duration.ofMillis(250);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final Pacer pacer = new Pacer(new NumberPace(jdbc, HORIZON), HORIZON);
  private final JsonMapper json = new JsonMapper();
  private final GraphStub graph = new GraphStub();
  private final Messages messages = new Messages(jdbc);
  private String graphUrl = graph.url();
  private boolean usesMarketingMessages = true;
  private String token = "token";
  private final Stops stops = new Stops(jdbc, transactions, CLOCK);
  private boolean sendsCallbackData = true;
  private final AtomicInteger databaseTrouble = new AtomicInteger();
  private final MessageSendingActivities sending = activities();
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void queuedMessage() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
  }

  @AfterEach
  void stop() {
    graph.close();
    pacer.close();
  }

  @Test
  void sendsATemplateAndNamesItsAttempt() {
    SendResult result = sendViaMarketingMessages();
    Attempt attempt = attempts().get(0);
    assertThat(result).isEqualTo(new SendResult.Accepted(attempt.id(), attempt.wamid()));
    GraphStub.Call call = graph.calls().get(0);
    assertThat(call.path()).isEqualTo("/v23.0/line-1/marketing_messages");
    assertThat(call.authorization()).isEqualTo("Bearer token");
    assertThat(json.readTree(call.body()))
        .isEqualTo(
            json.readTree(
                """
                {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "%s",
                 "type": "template", "template": {"name": "sale", "language": {"code": "en"},
                   "components": [{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}]},
                 "product_policy": "STRICT", "biz_opaque_callback_data": "%s"}
                """
                    .formatted(recipient(), attempt.id())));
  }

  @Test
  void asksMetaNothingInTheNightAndSendsAfterIt() {
    LocalTime now = LocalTime.now(CLOCK);
    quietHours(now.minusHours(1), now.plusHours(1));
    SendResult.RateLimited night = (SendResult.RateLimited) sendViaMarketingMessages();
    assertThat(night.scope()).isEqualTo(Scope.QUIET_HOURS);
    assertThat(night.delay()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(91));
    assertThat(graph.calls()).isEmpty();

    quietHours(now.minusHours(3), now.minusHours(1));
    assertThat(sendViaMarketingMessages())
        .as("it keeps the place that it has")
        .isInstanceOf(SendResult.RateLimited.class);
    jdbc.sql("UPDATE messages SET put_off_until = now()").update();
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Accepted.class);
    assertThat(graph.calls()).hasSize(1);
  }

  private void quietHours(LocalTime from, LocalTime to) {
    jdbc.sql(
            "UPDATE campaigns SET timezone = 'UTC', quiet_from = ?, quiet_to = ?, quiet_zone ="
                + " 'campaign'")
        .params(from, to)
        .update();
  }

  @Test
  void reroutesOnlyByADefiniteRefusal() {
    graph.answers(call -> GraphStub.error(500, 134102));
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Refused.class);
    assertThat(attempts().get(0).outcome()).isEqualTo(Attempt.Outcome.REFUSED);
    graph.answers(call -> graph.accepted());
    assertThat(sending.sendViaCloud(new SendCommand(message, 1, attempts().get(0).id())))
        .isInstanceOf(SendResult.Accepted.class);
    assertThat(graph.calls().get(1).path()).isEqualTo("/v23.0/line-1/messages");
    assertThat(graph.calls().get(1).body()).doesNotContain("product_policy");
  }

  @Test
  void goesThroughMarketingMessagesOnceWhereCloudIsClosedToMarketing() {
    graph.answers(call -> GraphStub.error(400, 131063));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Refused.class);
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Held.class);
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(stop -> assertThat(stop.scope()).isEqualTo(Stop.Scope.TEMPLATE));
  }

  @Test
  void sleepsInsteadOfStoppingWhereTheNumberSlowsDownByItsPolicy() {
    jdbc.sql("UPDATE channels SET quality_policy = 'slow'").update();
    graph.answers(call -> GraphStub.error(400, 131048));
    assertThat(sendViaCloud())
        .isInstanceOfSatisfying(
            SendResult.RateLimited.class,
            limit -> assertThat(limit.failure().code()).isEqualTo(131048));
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(attempts().get(0).outcome()).isEqualTo(Attempt.Outcome.RATE_LIMITED);
    assertThat(jdbc.sql("SELECT slowed_at IS NOT NULL FROM channels").query(Boolean.class).single())
        .isTrue();
  }

  @Test
  void leadsNothingToMarketingMessagesWhereTheChannelDoesNotUseThem() {
    usesMarketingMessages = false;
    graph.answers(call -> GraphStub.error(400, 131063));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Held.class);
  }

  @Test
  void waitsTenMinutesOnceForTheAdOfATemplate() {
    graph.answers(call -> GraphStub.error(400, 131009));
    assertThatThrownBy(this::sendViaMarketingMessages)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofMinutes(10)));
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {132015, 132016, 190, 131042, 131031, 131037, 368})
  void keepsAMessageThatMeetsAStopUntilItIsCleared(int code) {
    graph.answers(call -> GraphStub.error(400, code));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Held.class);
    assertThat(status()).isEqualTo("queued");
    assertThat(attempts().get(0).outcome()).isEqualTo(Attempt.Outcome.STOPPED);
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(stop -> assertThat(stop.code()).isEqualTo(code));

    assertThat(sendViaCloud()).isInstanceOf(SendResult.Held.class);
    assertThat(graph.calls()).as("nothing is sent while it stands").hasSize(1);

    stops.clearAgainst(campaign, "test");
    graph.answers(call -> graph.accepted());
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    assertThat(graph.calls()).hasSize(2);
    assertThat(status()).isEqualTo("accepted");
  }

  @Test
  void takesTheRefusalOfATokenThatWasReplacedForNoStop() {
    graph.answers(
        call -> {
          token = "new";
          return GraphStub.error(401, 190);
        });
    assertThatThrownBy(this::sendViaCloud)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Stopping.TOKEN_REPLACED));
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    graph.answers(call -> graph.accepted());
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    assertThat(graph.calls().get(1).authorization()).isEqualTo("Bearer new");
  }

  @Test
  void triesAgainAtOnceWhereAnotherChannelIsOpen() {
    UUID other = scenario.anotherChannel("waba-2");
    jdbc.sql("UPDATE campaigns SET fallback_channel_ids = ARRAY[?]").param(other).update();
    graph.answers(call -> GraphStub.error(400, 131031));
    assertThatThrownBy(this::sendViaCloud)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Stopping.OTHER_CHANNEL));
    graph.answers(call -> graph.accepted());
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    assertThat(
            jdbc.sql("SELECT channel_id FROM messages WHERE id = ?")
                .param(message)
                .query(UUID.class)
                .single())
        .isEqualTo(other);
  }

  @Test
  void neverCallsAgainAfterABrokenConnection() {
    graph.answers(call -> null);
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Unknown.class);
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Unknown.class);
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Unknown.class);
    assertThat(graph.calls()).hasSize(1);
  }

  @Test
  void takesA5xxWithoutMetasWordForLost() {
    graph.answers(call -> new GraphStub.Answer(502, "<html>Bad gateway</html>"));
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Unknown.class);
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Unknown.class);
    assertThat(graph.calls()).hasSize(1);
  }

  @Test
  void takesA200WithoutAWamidForLost() {
    graph.answers(call -> new GraphStub.Answer(200, "{}"));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Unknown.class);
  }

  @Test
  void believesAWebhookThatIsFasterThanTheBrokenAnswer() {
    graph.answers(
        call -> {
          new StatusLedger(jdbc, transactions, CLOCK)
              .apply(
                  new StatusUpdate(
                      attempts().get(0).id(),
                      "wamid.7",
                      new MessageEvent(Kind.SENT, Scenario.NOW, null),
                      null,
                      null));
          return null;
        });
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    assertThat(status()).isEqualTo("sent");
  }

  @Test
  void failsForGoodWhenMetaAnswersTemporaryTroubleThreeTimes() {
    graph.answers(call -> GraphStub.error(500, 131000));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::sendViaCloud)
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> assertThat(failure.getType()).isEqualTo(Answers.PROVIDER_TRANSIENT));
    }
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Rejected.class);
    assertThat(status()).isEqualTo("failed");
    assertThat(sendViaCloud()).as("repeated").isInstanceOf(SendResult.Rejected.class);
    assertThat(graph.calls()).hasSize(3);
  }

  @Test
  void leavesItToTheLedgerWhetherAMessageComesAgainAfterThePersonsCap() {
    graph.answers(call -> GraphStub.error(400, 131049));
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Later.class);
    assertThat(sendViaMarketingMessages()).as("repeated").isInstanceOf(SendResult.Later.class);
    assertThat(attempts()).extracting(Attempt::outcome).containsExactly(Attempt.Outcome.LATER);
    assertThat(status()).isEqualTo("queued");
    assertThat(graph.calls()).hasSize(1);
  }

  @Test
  void storesTheOptOutOfWhoeverStoppedMarketingAtMeta() {
    graph.answers(call -> GraphStub.error(400, 131050));
    assertThat(sendViaMarketingMessages()).isInstanceOf(SendResult.Rejected.class);
    UUID next = scenario.message(scenario.campaign("running"), contact());
    assertThat(sending.sendViaCloud(new SendCommand(next, 1, null)))
        .isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "opted-out"));
    assertThat(graph.calls()).hasSize(1);
  }

  @Test
  void recordsThatMetaHoldsAMessageForItsQuality() {
    graph.answers(
        call ->
            new GraphStub.Answer(
                200,
                """
                {"messages": [{"id": "wamid.held", "message_status": "held_for_quality_assessment"}]}
                """));
    SendResult held =
        new SendResult.Accepted(
            attemptAfter(sendViaCloud()), "wamid.held", "held_for_quality_assessment");
    assertThat(sendViaCloud()).as("repeated").isEqualTo(held);
    assertThat(messageStatus()).isEqualTo("held_for_quality_assessment");
  }

  @Test
  void leavesTheAttemptOutOnMarketingMessagesWhereTheChannelSaysSo() {
    sendsCallbackData = false;
    sendViaMarketingMessages();
    assertThat(graph.calls().get(0).body()).doesNotContain("biz_opaque_callback_data");
    assertThat(messageStatus()).isEqualTo("accepted");
  }

  @Test
  void countsNoAttemptAgainstAMessageThatDidNotReachMeta() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      graphUrl = "http://127.0.0.1:" + free.getLocalPort();
    }
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(this::sendViaCloud)
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> assertThat(failure.getType()).isEqualTo(Answers.NOT_REACHED));
    }
    graphUrl = graph.url();
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void sleepsLongerWithEachRateLimitOfAPair() {
    graph.answers(call -> GraphStub.error(400, 131056));
    assertThat(limit(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(limit(2)).isEqualTo(Duration.ofSeconds(4));
    assertThat(limit(3)).isEqualTo(Duration.ofSeconds(16));
    assertThat(
            jdbc.sql("SELECT hold_reason FROM messages WHERE id = :id")
                .param("id", message)
                .query(String.class)
                .single())
        .isEqualTo("rate-limited:pair");
  }

  @Test
  void slowsTheNumberDownAndNotTheCampaignWhenMetaAsksForIt() {
    graph.answers(call -> GraphStub.error(400, 130429));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.RateLimited.class);
    assertThat(pace("slowed_to")).isEqualTo(0.5);
  }

  @Test
  void restsANumberThatMetaUpgradesAndLetsItsWorkflowsSleep() {
    graph.answers(call -> GraphStub.error(400, 131057));
    assertThat(sendViaCloud()).isInstanceOf(SendResult.RateLimited.class);
    assertThat(pace("slowed_to")).isEqualTo(1.0);
    UUID other = scenario.message(campaign, scenario.contact());
    SendResult.RateLimited later =
        (SendResult.RateLimited) sending.sendViaCloud(new SendCommand(other, 1, null));
    assertThat(later.attemptId()).isNull();
    assertThat(later.scope()).isEqualTo(Scope.NUMBER);
    assertThat(later.delay()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
    assertThat(messages.attempts(List.of(other))).isEmpty();
    assertThat(graph.calls()).hasSize(1);
  }

  @Test
  void leavesTheNumberAloneWhenOnlyThePairIsTooFast() {
    graph.answers(call -> GraphStub.error(400, 131056));
    sendViaCloud();
    assertThat(pace("slowed_to")).isEqualTo(1.0);
  }

  @Test
  void offersMetaNothingThatThePortfolioMayNotSend() {
    jdbc.sql("UPDATE channels SET messaging_limit = 'TIER_1'").update();
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    UUID other = scenario.message(campaign, scenario.contact());
    SendResult.RateLimited full =
        (SendResult.RateLimited) sending.sendViaCloud(new SendCommand(other, 1, null));
    assertThat(full.attemptId()).isNull();
    assertThat(full.scope()).isEqualTo(Scope.PORTFOLIO);
    assertThat(full.delay()).isGreaterThan(Duration.ofHours(23));
    assertThat(graph.calls()).hasSize(1);
    assertThat(
            jdbc.sql("SELECT hold_reason FROM messages WHERE id = :id")
                .param("id", other)
                .query(String.class)
                .single())
        .as("so that a cancel wakes it")
        .isEqualTo("rate-limited:portfolio");
  }

  @Test
  void drawsTheDelayOfANumberBetweenHalfAndWhole() {
    Backoff backoff = new Backoff(new Random(7));
    for (int before = 0; before < 20; before++) {
      long whole = Math.min(60_000, 2_000L << before);
      assertThat(backoff.after(Scope.NUMBER, before).toMillis()).isBetween(whole / 2, whole);
    }
  }

  @Test
  void givesAnAttemptThatCouldNotBePreparedAnOutcome() {
    graphUrl = "no url at all";
    assertThatThrownBy(this::sendViaCloud).isInstanceOf(IllegalArgumentException.class);
    graphUrl = graph.url();
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void storesTheOutcomeWhenTheDatabaseIsBack() {
    databaseTrouble.set(3);
    assertThat(sendViaCloud()).isInstanceOf(SendResult.Accepted.class);
    assertThat(databaseTrouble).hasValue(0);
    assertThat(status()).isEqualTo("accepted");
  }

  @Test
  void knowsNoMessageThatIsNotThere() {
    assertThatThrownBy(() -> sending.sendViaCloud(new SendCommand(UUID.randomUUID(), 1, null)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isTrue());
  }

  private Object pace(String column) {
    return jdbc.sql("SELECT * FROM number_pace").query().singleRow().get(column);
  }

  private Duration limit(int round) {
    return ((SendResult.RateLimited) sending.sendViaCloud(new SendCommand(message, round, null)))
        .delay();
  }

  private SendResult sendViaMarketingMessages() {
    return sending.sendViaMarketingMessages(new SendCommand(message, 1, null));
  }

  private SendResult sendViaCloud() {
    return sending.sendViaCloud(new SendCommand(message, 1, null));
  }

  private List<Attempt> attempts() {
    return messages.attempts(List.of(message)).get(message);
  }

  private UUID contact() {
    return jdbc.sql("SELECT contact_id FROM messages WHERE id = :id")
        .param("id", message)
        .query(UUID.class)
        .single();
  }

  private UUID attemptAfter(SendResult result) {
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    return attempts().get(0).id();
  }

  private String messageStatus() {
    return jdbc.sql("SELECT message_status FROM messages WHERE id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private String status() {
    return jdbc.sql("SELECT status FROM messages WHERE id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private String recipient() {
    return jdbc.sql("SELECT recipient_number FROM messages WHERE id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private MessageSendingActivities activities() {
    OutcomeLedger outcomes = new TroubledOutcomes(jdbc, transactions, CLOCK, databaseTrouble);
    SendingChannels channels =
        id ->
            new SendingChannels.Line(
                graphUrl, "line-1", token, usesMarketingMessages, sendsCallbackData);
    GraphCalls calls = new GraphCalls(new GraphClient(), channels, json);
    return new MessageSendingActivities(
        new NumberTurns(
            new PaceAsks(jdbc), pacer, new PacingSettings(HORIZON, Duration.ofSeconds(2))),
        new SendLedger(
            jdbc, transactions, SuppressionList.of(jdbc, transactions, CLOCK), json, CLOCK),
        outcomes,
        calls,
        new Answers(new Backoff(new Random(1)), json),
        new Stopping(stops, new CampaignLines(jdbc), calls, new Backoff(new Random(1))),
        new Persistence(CLOCK));
  }
}
