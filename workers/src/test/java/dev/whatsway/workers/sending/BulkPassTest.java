package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.BulkSending.Remaining;
import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.message.LaneMessages;
import dev.whatsway.store.message.LaterLedger;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.QuietMessages;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.workers.GraphStub;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Whole lanes against real HTTP and a real PostgreSQL. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class BulkPassTest {

  private static final Runnable ALIVE = () -> {};
  private static final Duration HORIZON = Duration.ofMillis(250);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final GraphStub graph = new GraphStub();
  private final AtomicInteger databaseTrouble = new AtomicInteger();
  private final AtomicBoolean unreadable = new AtomicBoolean();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final Pacer pacer = new Pacer(new NumberPace(jdbc, HORIZON), HORIZON);
  private final BulkTools tools = tools();
  private Scenario scenario;
  private UUID campaign;

  @BeforeEach
  void runningCampaign() {
    scenario = new Scenario(jdbc).channel();
    jdbc.sql("UPDATE channels SET throughput = 1000").update();
    campaign = scenario.campaign("running");
  }

  @AfterEach
  void stop() {
    pacer.close();
    graph.close();
  }

  @Test
  void sendsEveryMessageOnceAndSaysThatNothingIsLeft() {
    messages(700);
    assertThat(pass(700)).isEqualTo(new BulkResult(Remaining.NOTHING, 700, null));
    assertThat(recipients()).hasSize(700).doesNotHaveDuplicates();
    assertThat(statuses()).isEqualTo(Map.of("accepted", 700L));
  }

  @Test
  void leavesAloneWhatIsOutsideOfItsLane() {
    messages(30);
    new BulkPass(tools, stored(), channel("give_up"), new BulkCommand(campaign, 10, 20)).run(ALIVE);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 10L, "queued", 20L));
  }

  @Test
  void compensatesADefiniteRefusalThroughCloudAtOnce() {
    messages(20);
    graph.answers(
        call ->
            call.path().endsWith("/marketing_messages")
                ? GraphStub.error(400, 131055)
                : graph.accepted());
    assertThat(pass(20).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(40);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 20L));
    assertThat(count("fell_back AND route = 'cloud'")).isEqualTo(20);
  }

  @Test
  void neverSendsALostAnswerAgainAndGivesItUpAfterItsDeadline() {
    messages(5);
    graph.answers(call -> null);
    BulkResult first = pass(5);
    assertThat(first.remaining()).isEqualTo(Remaining.LATER);
    assertThat(first.dueAt()).isEqualTo(clock.instant().plusSeconds(600));
    graph.answers(call -> graph.accepted());
    clock.pass(Duration.ofSeconds(600));
    assertThat(pass(5).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(5);
    assertThat(statuses()).isEqualTo(Map.of("unknown", 5L));
  }

  @Test
  void sendsALostMessageAgainWhereTheChannelSaysSo() {
    messages(5);
    graph.answers(call -> null);
    pass(5);
    graph.answers(call -> graph.accepted());
    clock.pass(Duration.ofSeconds(600));
    assertThat(pass(5, "resend").remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(10);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 5L));
  }

  @Test
  void comesAgainADayAfterThePersonsCapAndNeverThroughTheOtherRoute() {
    scenario.message(campaign, scenario.contact("+4915112345670", Scenario.NOW, null));
    graph.answers(call -> GraphStub.error(400, 131049));
    assertThat(pass(1).remaining()).as("its campaign waits for it").isEqualTo(Remaining.NOTHING);
    assertThat(
            jdbc.sql("SELECT put_off_until FROM messages")
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single())
        .isBetween(clock.instant().plusSeconds(86_400), clock.instant().plusSeconds(90_000));
    clock.pass(Duration.ofSeconds(86_000));
    pass(1);
    assertThat(graph.calls()).as("not before 24 h").hasSize(1);
    clock.pass(Duration.ofSeconds(4_000));
    assertThat(pass(1).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls())
        .extracting(GraphStub.Call::path)
        .containsExactly("/v23.0/line-1/marketing_messages", "/v23.0/line-1/marketing_messages");
    assertThat(statuses()).isEqualTo(Map.of("failed", 1L));
  }

  @Test
  void keepsTheLaneBackFromTheStopOnThatOneOfItMeets() {
    messages(100);
    graph.answers(call -> GraphStub.error(400, 132015));
    assertThat(pass(100).remaining()).isEqualTo(Remaining.HELD);
    int met = graph.calls().size();
    assertThat(statuses()).isEqualTo(Map.of("queued", 100L));
    assertThat(pass(100).remaining()).isEqualTo(Remaining.HELD);
    assertThat(graph.calls()).hasSize(met).hasSizeLessThan(100);

    new Stops(jdbc, transactions, clock).clearAgainst(campaign, "test");
    graph.answers(call -> graph.accepted());
    assertThat(pass(100).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 100L));
    assertThat(graph.calls()).hasSize(met + 100);
  }

  @Test
  void callsUnknownWhatADeadWorkerHadClaimed() {
    messages(5);
    claims.claim(
        tools.lane().due(campaign, 0, 3, 9).stream()
            .map(due -> new Request(due.id(), Request.NEXT, Route.CLOUD))
            .toList());
    assertThat(pass(5).remaining()).isEqualTo(Remaining.LATER);
    assertThat(graph.calls()).hasSize(2);
    clock.pass(Duration.ofSeconds(600));
    assertThat(pass(5).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 2L, "unknown", 3L));
  }

  @Test
  void stopsSendingOnceTheCampaignIsPaused() {
    messages(400);
    AtomicInteger answered = new AtomicInteger();
    graph.answers(
        call -> {
          if (answered.incrementAndGet() == 50) {
            jdbc.sql("UPDATE campaigns SET status = 'paused'").update();
          }
          return graph.accepted();
        });
    assertThat(pass(400).remaining()).isEqualTo(Remaining.HELD);
    int sent = graph.calls().size();
    assertThat(sent).isLessThanOrEqualTo(50 + 2 * tools.inFlight());
    assertThat(pass(400).remaining()).isEqualTo(Remaining.HELD);
    assertThat(graph.calls()).as("nothing after the pause").hasSize(sent);
    jdbc.sql("UPDATE campaigns SET status = 'running'").update();
    assertThat(pass(400).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(recipients()).hasSize(400).doesNotHaveDuplicates();
  }

  @Test
  void waitsWithTheWholeLaneForALimitOfTheNumber() {
    messages(300);
    graph.answers(call -> GraphStub.error(400, 130429));
    BulkResult result = pass(300);
    assertThat(result.remaining()).isEqualTo(Remaining.LATER);
    assertThat(result.dueAt()).isAfter(clock.instant());
    assertThat(graph.calls().size()).isLessThan(300);
    assertThat(statuses()).isEqualTo(Map.of("queued", 300L));
  }

  @Test
  void waitsWithOneMessageAloneForALimitOfItsPair() {
    messages(10);
    String unlucky = phone(3);
    graph.answers(
        call -> call.body().contains(unlucky) ? GraphStub.error(400, 131056) : graph.accepted());
    assertThat(pass(10).remaining()).isEqualTo(Remaining.LATER);
    graph.answers(call -> graph.accepted());
    clock.pass(Duration.ofMinutes(1));
    assertThat(pass(10).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 10L));
  }

  @Test
  void triesATemporaryErrorThreeTimesAndThenFailsTheMessage() {
    messages(1);
    graph.answers(call -> GraphStub.error(500, 131016));
    for (int call = 1; call < 3; call++) {
      assertThat(pass(1).remaining()).isEqualTo(Remaining.LATER);
      clock.pass(Duration.ofMinutes(1));
    }
    assertThat(pass(1).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(3);
    assertThat(statuses()).isEqualTo(Map.of("failed", 1L));
  }

  @Test
  void storesOutcomesWhenTheDatabaseIsBack() {
    messages(50);
    databaseTrouble.set(3);
    assertThat(pass(50).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(50);
    assertThat(statuses()).isEqualTo(Map.of("accepted", 50L));
  }

  @Test
  void leavesNoClaimWithoutAnOutcomeWhereNoCallCanBeMade() {
    messages(60);
    unreadable.set(true);
    assertThatThrownBy(() -> pass(60)).hasMessage("no secrets");
    assertThat(graph.calls()).isEmpty();
    assertThat(
            jdbc.sql("SELECT count(*) FROM attempts WHERE outcome IS DISTINCT FROM 'retryable'")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(statuses()).isEqualTo(Map.of("queued", 60L));
  }

  @Test
  void storesTheOutcomesOfOpenCallsBeforeItIsCanceled() {
    messages(500);
    BulkPass pass =
        new BulkPass(tools, stored(), channel("give_up"), new BulkCommand(campaign, 0, 500));
    assertThatThrownBy(
            () ->
                pass.run(
                    () -> {
                      throw new CancellationException("canceled");
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(count("status = 'accepted'")).isEqualTo(graph.calls().size()).isLessThan(500);
    assertThat(
            jdbc.sql("SELECT count(*) FROM attempts WHERE outcome IS NULL")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void sendsToEachWhenTheirNightIsOver() {
    // 08:00 UTC: 09:00 in Germany, 13:30 in India.
    new AccountRules(jdbc, json, clock)
        .put(
            scenario.account,
            new AccountQuietHours(
                new QuietHours(LocalTime.of(20, 0), LocalTime.of(10, 0)), Map.of()));
    IntStream.range(0, 20)
        .forEach(
            n ->
                scenario.message(
                    campaign,
                    scenario.contact(
                        n % 2 == 0 ? "+49151123456" + (10 + n) : "+9198765432" + (10 + n),
                        Scenario.NOW,
                        null)));
    jdbc.sql("UPDATE campaigns SET tracking = 'ledger'").update();
    BulkResult first = pass(20);
    assertThat(first.remaining()).isEqualTo(Remaining.LATER);
    assertThat(first.quietHours()).isTrue();
    assertThat(first.dueAt()).isAfterOrEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(recipients()).hasSize(10).allMatch(to -> to.startsWith("+91"));

    clock.pass(Duration.ofHours(1).minusSeconds(1));
    assertThat(pass(20).remaining()).isEqualTo(Remaining.LATER);
    assertThat(recipients()).hasSize(10);

    clock.pass(Duration.ofMinutes(31));
    assertThat(pass(20).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(recipients()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void takesNoTurnOfTheNumberForMessagesInTheNight() {
    messages(1_200);
    jdbc.sql("UPDATE campaigns SET tracking = 'ledger'").update();
    jdbc.sql("UPDATE contacts SET timezone = 'Europe/Berlin'").update();
    jdbc.sql(
            "UPDATE campaigns SET quiet_from = '20:00', quiet_to = '10:00', quiet_zone ="
                + " 'recipient'")
        .update();
    BulkResult night = pass(1_200);
    assertThat(night.remaining()).isEqualTo(Remaining.LATER);
    assertThat(night.handled()).isEqualTo(1_200);
    assertThat(count("hold_reason = 'quiet-hours' AND due_at IS NOT NULL")).isEqualTo(1_200);
    assertThat(jdbc.sql("SELECT count(*) FROM number_pace").query(Integer.class).single())
        .as("the number's calendar")
        .isZero();
  }

  @Test
  void skipsWhoHasHadEnough() {
    messages(5);
    new AccountRules(jdbc, json, clock)
        .put(scenario.account, List.of(new FrequencyCap(1, Duration.ofDays(1))));
    assertThat(pass(5).remaining()).isEqualTo(Remaining.NOTHING);
    UUID first = campaign;
    campaign = scenario.campaign("running");
    jdbc.sql("SELECT contact_id FROM messages WHERE campaign_id = ?")
        .param(first)
        .query(UUID.class)
        .list()
        .forEach(contact -> scenario.message(campaign, contact));
    assertThat(pass(5).remaining()).isEqualTo(Remaining.NOTHING);
    assertThat(graph.calls()).hasSize(5);
    assertThat(count("status = 'skipped' AND skip_reason = 'capped'")).isEqualTo(5);
  }

  private void messages(int count) {
    IntStream.range(0, count).forEach(n -> scenario.message(campaign, scenario.contact()));
  }

  private BulkResult pass(int messages) {
    return pass(messages, "give_up");
  }

  private BulkResult pass(int messages, String policy) {
    return new BulkPass(tools, stored(), channel(policy), new BulkCommand(campaign, 0, messages))
        .run(ALIVE);
  }

  private Campaign stored() {
    return new Campaigns(jdbc, json).get(campaign);
  }

  private Channel channel(String policy) {
    return new Channel(
        scenario.channel,
        scenario.account,
        "Shop",
        "+4915112345678",
        "line-1",
        "waba",
        null,
        true,
        100,
        "auto",
        "definite",
        dev.whatsway.contract.message.UnknownPolicy.of(policy),
        1000,
        true,
        true,
        "connected",
        null,
        "GREEN",
        null,
        null,
        null,
        Scenario.NOW,
        Scenario.NOW);
  }

  private List<String> recipients() {
    return graph.calls().stream().map(c -> json.readTree(c.body()).path("to").asString()).toList();
  }

  private String phone(int ordinal) {
    return jdbc.sql("SELECT recipient_number FROM messages WHERE ordinal = :ordinal")
        .param("ordinal", ordinal)
        .query(String.class)
        .single();
  }

  private Map<String, Long> statuses() {
    return jdbc
        .sql("SELECT status, count(*) AS n FROM messages GROUP BY status")
        .query((row, number) -> Map.entry(row.getString("status"), row.getLong("n")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private int count(String condition) {
    return jdbc.sql("SELECT count(*) FROM messages WHERE " + condition)
        .query(Integer.class)
        .single();
  }

  private BulkTools tools() {
    OutcomeLedger outcomes = new TroubledOutcomes(jdbc, transactions, clock, databaseTrouble);
    SendingChannels channels =
        id -> {
          if (unreadable.get()) {
            throw new IllegalStateException("no secrets");
          }
          return new SendingChannels.Line(graph.url(), "line-1", "token", true, true);
        };
    GraphCalls calls = new GraphCalls(new GraphClient(), channels, json);
    return new BulkTools(
        new NumberTurns(new PaceAsks(jdbc), pacer, new PacingSettings(HORIZON, HORIZON)),
        new LaneMessages(jdbc, clock),
        new QuietMessages(jdbc, transactions, json, clock),
        claims,
        outcomes,
        new LaterLedger(jdbc, transactions, clock),
        calls,
        new Answers(new Backoff(new Random(1)), json),
        new Stopping(
            new Stops(jdbc, transactions, clock),
            new CampaignLines(jdbc),
            calls,
            new Backoff(new Random(1))),
        new Persistence(Clock.systemUTC()),
        clock,
        20);
  }
}
