package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class FrequencyCapsTest {

  private static final Failure NO = new Failure(131026, "Undeliverable", null);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, clock);
  private final AtomicLong wamids = new AtomicLong();
  private Scenario scenario;
  private UUID contact;

  @BeforeEach
  void oneADayAndTwoAWeek() {
    scenario = new Scenario(jdbc).channel();
    contact = scenario.contact();
    cap(new FrequencyCap(1, Duration.ofDays(1)), new FrequencyCap(2, Duration.ofDays(7)));
  }

  @Test
  void skipsWhatIsOverACapAndShowsItInTheReport() {
    accepted(message());
    UUID campaign = scenario.campaign("running");
    UUID second = scenario.message(campaign, contact);
    assertThat(result(second)).isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "capped"));
    assertThat(new CampaignCounters(jdbc).of(campaign).skippedByReason())
        .containsEntry("capped", 1L);

    clock.pass(Duration.ofDays(1));
    accepted(message());
    clock.pass(Duration.ofDays(1));
    assertThat(result(message())).as("two in the week").isInstanceOf(SendResult.NotSent.class);
    clock.pass(Duration.ofDays(5));
    accepted(message());
  }

  @Test
  void countsALostAnswerAndAnOpenCallButNothingThatWasNotTaken() {
    AttemptOutcome.Rejected refused =
        new AttemptOutcome.Rejected(granted(message()).attemptId(), 400, NO, false);
    outcomes.record(refused);
    UUID failedLater = message();
    Claim.Granted taken = granted(failedLater);
    outcomes.record(new AttemptOutcome.Accepted(taken.attemptId(), 200, "wamid.1"));
    statuses.apply(
        new StatusUpdate(
            taken.attemptId(),
            "wamid.1",
            new MessageEvent(Kind.FAILED, clock.instant(), NO),
            null,
            null));
    Claim.Granted open = granted(message());
    assertThat(result(message())).isInstanceOf(SendResult.NotSent.class);
    outcomes.record(new AttemptOutcome.Lost(open.attemptId(), null));
    assertThat(result(message())).isInstanceOf(SendResult.NotSent.class);
  }

  @Test
  void countsAMessageOnceHoweverOftenItIsTried() {
    UUID message = message();
    for (int i = 0; i < 2; i++) {
      outcomes.record(new AttemptOutcome.Retryable(granted(message).attemptId(), 500, NO));
    }
    outcomes.record(new AttemptOutcome.Refused(granted(message).attemptId(), 400, NO));
    accepted(message);
    assertThat(rowSize()).isEqualTo(1);
  }

  @Test
  void keepsNoRoomForWhatALimitHeldBack() {
    outcomes.record(new AttemptOutcome.Rejected(granted(message()).attemptId(), 400, NO, false));
    jdbc.sql("UPDATE pair_pace SET owed_until = owed_until + interval '1 hour'").update();
    assertThat(result(message())).isInstanceOf(SendResult.RateLimited.class);
    clock.pass(Duration.ofHours(2));
    accepted(message());
  }

  @Test
  void stillCountsALostAnswerWhoseRepetitionALimitHeldBack() {
    UUID lost = message();
    outcomes.record(new AttemptOutcome.Lost(granted(lost).attemptId(), null));
    clock.pass(Duration.ofHours(1));
    jdbc.sql("UPDATE pair_pace SET owed_until = owed_until + interval '3 hours'").update();
    Claim again = claims.claim(lost, Request.RESEND, Route.CLOUD);
    assertThat(((Claim.Answered) again).result()).isInstanceOf(SendResult.RateLimited.class);
    assertThat(result(message()))
        .isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "capped"));
    clock.pass(Duration.ofHours(23));
    accepted(message());
  }

  @Test
  void leavesRoomForAQueuedMessageOfAHigherPriority() {
    UUID higher = scenario.message(campaign(80), contact);
    UUID lower = scenario.message(campaign(20), contact);
    UUID equal = scenario.message(campaign(80), contact);
    assertThat(result(lower)).isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "capped"));
    accepted(higher);
    assertThat(result(equal)).as("the room is used up").isInstanceOf(SendResult.NotSent.class);
  }

  @Test
  void leavesNoRoomForACampaignThatDoesNotRun() {
    UUID paused = campaign(80);
    scenario.message(paused, contact);
    jdbc.sql("UPDATE campaigns SET status = 'paused' WHERE id = ?").param(paused).update();
    accepted(scenario.message(campaign(20), contact));
  }

  @Test
  void isAboutMarketingOnly() {
    accepted(message());
    UUID utility = scenario.campaign("running");
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY' WHERE id = ?").param(utility).update();
    accepted(scenario.message(utility, contact));
  }

  /** Twenty campaigns for the same thirty people, each of whom may get two. */
  @Test
  void racingCampaignsNeverExceedACap() throws Exception {
    cap(new FrequencyCap(2, Duration.ofDays(1)));
    List<UUID> people = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      people.add(scenario.contact());
    }
    List<List<UUID>> campaigns = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      UUID campaign = scenario.campaign("running");
      List<UUID> messages = new ArrayList<>();
      people.forEach(person -> messages.add(scenario.message(campaign, person)));
      Collections.shuffle(messages, new java.util.Random(i));
      campaigns.add(messages);
    }
    CyclicBarrier together = new CyclicBarrier(campaigns.size());
    ExecutorService pool = Executors.newFixedThreadPool(campaigns.size());
    try {
      List<Callable<Void>> racers = new ArrayList<>();
      for (int i = 0; i < campaigns.size(); i++) {
        List<UUID> messages = campaigns.get(i);
        int size = i % 2 == 0 ? 1 : 15;
        racers.add(
            () -> {
              together.await();
              for (int from = 0; from < messages.size(); from += size) {
                claims.claim(
                    messages.subList(from, from + size).stream()
                        .map(message -> new Request(message, Request.NEXT, Route.CLOUD))
                        .toList());
              }
              return null;
            });
      }
      for (Future<Void> racer : pool.invokeAll(racers)) {
        racer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(a.id) FROM contacts k JOIN messages m ON m.contact_id = k.id
                    LEFT JOIN attempts a ON a.message_id = m.id GROUP BY k.id
                    """)
                .query(Integer.class)
                .list())
        .hasSize(30)
        .containsOnly(2);
  }

  private void cap(FrequencyCap... caps) {
    new AccountRules(jdbc, json, clock).put(scenario.account, List.of(caps));
  }

  private UUID campaign(int priority) {
    UUID id = scenario.campaign("running");
    jdbc.sql("UPDATE campaigns SET priority = ? WHERE id = ?").params(priority, id).update();
    return id;
  }

  /** Returns a message to the contact, of a campaign of its own. */
  private UUID message() {
    return scenario.message(scenario.campaign("running"), contact);
  }

  private void accepted(UUID message) {
    outcomes.record(
        new AttemptOutcome.Accepted(
            granted(message).attemptId(), 200, "wamid.a" + wamids.incrementAndGet()));
  }

  private Claim.Granted granted(UUID message) {
    Claim claim = claims.claim(message, Request.NEXT, Route.CLOUD);
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return (Claim.Granted) claim;
  }

  private SendResult result(UUID message) {
    return ((Claim.Answered) claims.claim(message, Request.NEXT, Route.CLOUD)).result();
  }

  private int rowSize() {
    return jdbc.sql("SELECT cardinality(messages) FROM contact_frequency WHERE contact_id = ?")
        .param(contact)
        .query(Integer.class)
        .single();
  }
}
