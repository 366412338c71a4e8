package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class StopsTest {

  private static final Clock CLOCK = Clock.fixed(Scenario.NOW, ZoneOffset.UTC);
  private static final Refusal PAUSED_TEMPLATE =
      new Refusal(Cause.TEMPLATE, 132015, "Paused.", "Wait.");
  private static final Refusal NO_PAYMENT = new Refusal(Cause.WABA, 131042, "Unpaid.", "Pay.");
  private static final Refusal BAD_NUMBER = new Refusal(Cause.NUMBER, 131045, "Broken.", "Mend.");
  private static final Refusal BAD_TOKEN = new Refusal(Cause.TOKEN, 190, "Invalid.", "Renew.");

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SendLedger claims =
      new SendLedger(
          jdbc,
          transactions,
          SuppressionList.of(jdbc, transactions, CLOCK),
          new JsonMapper(),
          CLOCK);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, CLOCK);
  private final Stops stops = new Stops(jdbc, transactions, CLOCK);
  private final CampaignLines lines = new CampaignLines(jdbc);
  private final CampaignRuns runs =
      new CampaignRuns(jdbc, transactions, new Campaigns(jdbc, new JsonMapper()), CLOCK);
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void queuedMessage() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
  }

  @Test
  void holdsWhatTheStopForbidsUntilItIsCleared() {
    UUID attempt = granted(message).attemptId();
    stops.open(message, PAUSED_TEMPLATE);
    outcomes.record(new AttemptOutcome.Stopped(attempt, 400, new Failure(132015, "Paused", null)));
    assertThat(hold(message)).isEqualTo("stopped");

    assertThat(held(message)).isEqualTo("stopped: Paused.");

    stops.clearAgainst(campaign, "test");
    assertThat(granted(message).answered()).isZero();
    assertThat(hold(message)).isNull();
  }

  @Test
  void stopsWhatItNamesAndNothingElse() {
    UUID sameWaba = queued(scenario.campaignThrough(scenario.anotherChannel("waba")));
    UUID otherWaba = queued(scenario.campaignThrough(scenario.anotherChannel("waba-2")));
    UUID otherTemplate = scenario.message(campaign, scenario.contact());
    jdbc.sql("UPDATE campaigns SET template_name = 'news' WHERE id = ?").param(campaign).update();
    UUID sale = queued(scenario.campaign("running"));

    stops.open(sameWaba, PAUSED_TEMPLATE);
    assertThat(lines.runningButStopped(scenario.account)).hasSize(2);
    assertThat(held(sale)).contains("Paused");
    granted(otherTemplate);
    stops.clear(stops.openIn(scenario.account).get(0).id(), "test");

    stops.open(message, BAD_NUMBER);
    assertThat(held(sale)).contains("Broken");
    granted(sameWaba);
    stops.clearAgainst(campaign, "test");

    stops.open(message, NO_PAYMENT);
    assertThat(held(sale)).contains("Unpaid");
    assertThat(claims.claim(sameWaba, 2, Route.CLOUD)).isInstanceOf(Claim.Answered.class);
    granted(otherWaba);
  }

  @Test
  void doesNotReachAnAccountThatNamesTheSameWaba() {
    Scenario stranger = new Scenario(jdbc).channel();
    UUID theirs = stranger.message(stranger.campaign("running"), stranger.contact());

    stops.open(message, NO_PAYMENT);

    granted(theirs);
    assertThat(stops.openIn(stranger.account)).isEmpty();
  }

  @Test
  void standsOnceHoweverOftenItIsMet() {
    for (int i = 0; i < 3; i++) {
      stops.open(message, PAUSED_TEMPLATE);
    }
    assertThat(stops.openOf(scenario.channel)).hasSize(1);
  }

  @Test
  void grantsNoClaimAfterAStopIsStored() throws Exception {
    int people = 400;
    List<UUID> messages = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      messages.add(scenario.message(campaign, scenario.contact()));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    CountDownLatch some = new CountDownLatch(40);
    AtomicInteger next = new AtomicInteger();
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int m = next.getAndIncrement(); m < people; m = next.getAndIncrement()) {
                    claims.claim(messages.get(m), 1, Route.CLOUD);
                    some.countDown();
                  }
                }));
      }
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      stops.open(message, PAUSED_TEMPLATE);
      long atOnce = attempts();
      for (Future<?> worker : workers) {
        worker.get();
      }
      assertThat(attempts()).isEqualTo(atOnce).isLessThan(people);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sendsThroughTheFirstFallbackThatIsNotStopped() {
    UUID second = scenario.anotherChannel("waba-2");
    UUID third = scenario.anotherChannel("waba-3");
    UUID many = scenario.campaignThrough(scenario.channel, second, third);
    UUID first = queued(many);
    assertThat(granted(first).message().channelId()).isEqualTo(scenario.channel);

    stops.open(first, BAD_NUMBER);
    assertThat(lines.stopOf(many)).isNull();
    UUID viaSecond = queued(many);
    assertThat(granted(viaSecond).message().channelId()).isEqualTo(second);
    stops.open(viaSecond, NO_PAYMENT);
    assertThat(granted(queued(many)).message().channelId()).isEqualTo(third);

    UUID viaThird = queued(many);
    granted(viaThird);
    stops.open(viaThird, BAD_TOKEN);
    assertThat(held(queued(many))).contains("Broken");
    assertThat(lines.runningButStopped(scenario.account)).containsKey(many);
  }

  @Test
  void doesNotLeadAroundAStoppedTemplateByAnotherNumber() {
    UUID many = scenario.campaignThrough(scenario.channel, scenario.anotherChannel("waba-2"));
    UUID first = queued(many);
    stops.open(first, BAD_NUMBER);
    stops.open(first, PAUSED_TEMPLATE);

    assertThat(held(first)).contains("Paused");
  }

  @Test
  void keepsAContactOnTheNumberItKnows() {
    UUID second = scenario.anotherChannel("waba-2");
    UUID contact = scenario.contact();
    UUID before = scenario.message(scenario.campaignThrough(second), contact);
    outcomes.record(new AttemptOutcome.Accepted(granted(before).attemptId(), 200, "wamid.before"));
    UUID many = scenario.campaignThrough(scenario.channel, second);
    UUID known = scenario.message(many, contact);
    UUID unknown = queued(many);

    assertThat(granted(known).message().channelId()).isEqualTo(second);
    assertThat(granted(unknown).message().channelId()).isEqualTo(scenario.channel);
    assertThat(
            jdbc.sql("SELECT channel_id FROM messages WHERE id = ?")
                .param(known)
                .query(UUID.class)
                .single())
        .isEqualTo(second);
  }

  @Test
  void leavesTheKnownNumberWhileItIsStopped() {
    UUID second = scenario.anotherChannel("waba-2");
    UUID contact = scenario.contact();
    UUID before = scenario.message(scenario.campaignThrough(second), contact);
    outcomes.record(new AttemptOutcome.Accepted(granted(before).attemptId(), 200, "wamid.before"));
    stops.open(before, BAD_NUMBER);
    UUID many = scenario.campaignThrough(scenario.channel, second);

    assertThat(granted(scenario.message(many, contact)).message().channelId())
        .isEqualTo(scenario.channel);
  }

  @Test
  void goesThroughCloudWhereTheFallbackDoesNotUseMarketingMessages() {
    UUID second = scenario.anotherChannel("waba-2");
    jdbc.sql("UPDATE channels SET routing = 'cloud_only' WHERE id = ?").param(second).update();
    UUID first = queued(scenario.campaignThrough(scenario.channel, second));
    stops.open(first, BAD_NUMBER);

    Claim.Granted claim = (Claim.Granted) claimed(first, Route.MARKETING_MESSAGES);

    assertThat(claim.route()).isEqualTo(Route.CLOUD);
    assertThat(claim.message().channelId()).isEqualTo(second);
  }

  @Test
  void startsACampaignPausedWhileAStopStands() {
    stops.open(message, PAUSED_TEMPLATE);
    UUID starting = scenario.campaign("scheduled");

    assertThat(runs.run(starting)).isNotNull();

    assertThat(runs.get(starting).status()).isEqualTo(CampaignStatus.PAUSED);
    assertThat(runs.get(starting).statusReason()).isEqualTo("Paused. (Meta's code 132015) Wait.");
    assertThat(lines.pausedButOpen(scenario.account)).isEmpty();
    stops.clearAgainst(starting, "test");
    assertThat(lines.pausedButOpen(scenario.account)).containsExactly(starting);
    assertThat(runs.run(starting)).isNull();
    assertThat(runs.get(starting).status()).isEqualTo(CampaignStatus.RUNNING);
  }

  @Test
  void clearsOnlyWhatStoodAgainstTheToken() {
    stops.open(message, BAD_TOKEN);
    stops.open(message, BAD_NUMBER);

    stops.clearToken(scenario.channel, "a new access token");

    assertThat(stops.openOf(scenario.channel))
        .extracting(stop -> stop.cause())
        .containsExactly(Cause.NUMBER);
  }

  @Test
  void isToldWhenItIsOpenedAndWhenItIsCleared() {
    stops.open(message, BAD_TOKEN);
    Stops.Untold opened = stops.untold(10).get(0);
    stops.clearToken(scenario.channel, "a new access token");
    stops.told(opened);
    List<Stops.Untold> cleared = stops.untold(10);
    assertThat(cleared).as("the late word on its opening").hasSize(1);
    stops.told(cleared.get(0));
    assertThat(stops.untold(10)).isEmpty();
  }

  private UUID queued(UUID ofCampaign) {
    return scenario.message(ofCampaign, scenario.contact());
  }

  private Claim.Granted granted(UUID id) {
    return (Claim.Granted) claimed(id, Route.CLOUD);
  }

  /** A message that was moved to another number is claimed anew, once that number has a turn. */
  private Claim claimed(UUID id, Route route) {
    Claim claim = claims.claim(id, 1, route);
    return claim instanceof Claim.Moved ? claims.claim(id, 1, route) : claim;
  }

  private String held(UUID id) {
    Claim claim = claims.claim(id, 9, Route.CLOUD);
    return ((SendResult.Held) ((Claim.Answered) claim).result()).reason();
  }

  private String hold(UUID id) {
    return jdbc.sql("SELECT hold_reason FROM messages WHERE id = ?")
        .param(id)
        .query(String.class)
        .list()
        .get(0);
  }

  private long attempts() {
    return jdbc.sql("SELECT count(*) FROM attempts").query(Long.class).single();
  }
}
