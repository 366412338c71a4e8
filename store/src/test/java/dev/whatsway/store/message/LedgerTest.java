package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class LedgerTest {

  private static final Instant NOW = Scenario.NOW;
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Failure NO = new Failure(131055, "Not allowed", null);

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
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, CLOCK);
  private final SettlingLedger settling = new SettlingLedger(jdbc, CLOCK);
  private final CampaignMessages messages = new CampaignMessages(jdbc, new JsonMapper(), CLOCK);
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
  void grantsOneOfManyWhoClaimAtOnce() throws Exception {
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<Claim> claim =
        () -> {
          together.await();
          return claims.claim(message, 1, Route.CLOUD);
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Claim>> answers = pool.invokeAll(Collections.nCopies(threads, claim));
      int granted = 0;
      for (Future<Claim> answer : answers) {
        if (answer.get() instanceof Claim.Granted) {
          granted++;
        } else {
          assertThat(result(answer.get())).isInstanceOf(SendResult.Unknown.class);
        }
      }
      assertThat(granted).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void tellsUnknownAfterACrashBetweenClaimAndOutcome() {
    UUID attempt = granted(1, Route.MARKETING_MESSAGES).attemptId();
    SendResult retry = result(claims.claim(message, 1, Route.MARKETING_MESSAGES));
    assertThat(retry).isInstanceOf(SendResult.Unknown.class);
    assertThat(((SendResult.Unknown) retry).attemptId()).isEqualTo(attempt);
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .as("not through the other route either")
        .isInstanceOf(SendResult.Unknown.class);
    assertThat(row("hold_reason")).isEqualTo("answer-lost");
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void sendsALostMessageAgainOnlyInALaterRound() {
    outcomes.record(new AttemptOutcome.Lost(granted(1, Route.CLOUD).attemptId(), null));
    assertThat(claims.claim(message, 1, Route.CLOUD)).isInstanceOf(Claim.Answered.class);
    assertThat(claims.claim(message, 2, Route.CLOUD)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void answersARepeatedTryWithWhatTheFirstRecorded() {
    UUID attempt = granted(1, Route.MARKETING_MESSAGES).attemptId();
    outcomes.record(new AttemptOutcome.Refused(attempt, 400, NO));
    assertThat(result(claims.claim(message, 1, Route.MARKETING_MESSAGES)))
        .isEqualTo(new SendResult.Refused(attempt, NO));
    Claim.Granted compensation = granted(1, Route.CLOUD);
    assertThat(compensation.compensates()).isTrue();
    outcomes.record(new AttemptOutcome.Accepted(compensation.attemptId(), 200, "wamid.1"));
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .isEqualTo(new SendResult.Accepted(compensation.attemptId(), "wamid.1"));
    assertThat(row("fell_back")).isEqualTo(true);
    assertThat(row("route")).isEqualTo("cloud");
  }

  @Test
  void countsWhatMetaAnsweredAndNotWhatNeverReachedIt() {
    outcomes.record(new AttemptOutcome.Retryable(granted(1, Route.CLOUD).attemptId(), null, NO));
    outcomes.record(new AttemptOutcome.Retryable(granted(1, Route.CLOUD).attemptId(), 500, NO));
    outcomes.record(new AttemptOutcome.Retryable(granted(1, Route.CLOUD).attemptId(), 500, NO));
    assertThat(granted(1, Route.CLOUD).answered()).isEqualTo(2);
  }

  @Test
  void holdsAMessageOfAPausedCampaignAndFindsItAgain() {
    set("running", "paused");
    assertThat(result(claims.claim(message, 1, Route.CLOUD))).isInstanceOf(SendResult.Held.class);
    assertThat(messages.held(campaign, -1, 10)).hasSize(1);
    set("paused", "running");
    granted(1, Route.CLOUD);
    assertThat(messages.held(campaign, -1, 10)).isEmpty();
  }

  @Test
  void cancelsAMessageOfACanceledCampaign() {
    set("running", "canceled");
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .isInstanceOf(SendResult.NotSent.class);
    assertThat(row("status")).isEqualTo("canceled");
  }

  @Test
  void skipsWhoeverOptedOutOrNeverOptedIn() {
    assertThat(skipReason(NOW, NOW)).isEqualTo("opted-out");
    assertThat(skipReason(null, NOW)).isEqualTo("opted-out");
    assertThat(skipReason(NOW, NOW.plusSeconds(1))).isEqualTo("opted-out");
    assertThat(skipReason(null, null)).isEqualTo("no-consent");
    UUID again =
        scenario.message(
            campaign, scenario.contact(Scenario.phone(), NOW, NOW.minus(Duration.ofDays(1))));
    assertThat(claims.claim(again, 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void knowsNoMessageThatIsNotThere() {
    assertThatThrownBy(() -> claims.claim(UUID.randomUUID(), 1, Route.CLOUD))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void neverLowersAStatusByALateOutcome() {
    UUID attempt = granted(1, Route.CLOUD).attemptId();
    tell(attempt, "wamid.1", Kind.READ, NOW);
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1"));
    assertThat(row("status")).isEqualTo("read");
    assertThat(row("wamid")).isEqualTo("wamid.1");
    assertThat(outcomes.record(new AttemptOutcome.Lost(attempt, null)))
        .as("it is known by now")
        .isFalse();
  }

  @Test
  void settlesALostAnswerByAWebhook() {
    UUID attempt = granted(1, Route.CLOUD).attemptId();
    outcomes.record(new AttemptOutcome.Lost(attempt, null));
    Optional<StatusLedger.Applied> applied = tell(attempt, "wamid.9", Kind.SENT, NOW);
    assertThat(applied).map(StatusLedger.Applied::status).contains(MessageStatus.SENT);
    assertThat(applied).map(StatusLedger.Applied::changed).contains(true);
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .isEqualTo(new SendResult.Accepted(attempt, "wamid.9"));
    assertThat(row("hold_reason")).isNull();
  }

  @Test
  void findsAMessageByItsWamidWhereTheCallbackDataIsMissing() {
    UUID attempt = granted(1, Route.MARKETING_MESSAGES).attemptId();
    assertThat(tell(null, "wamid.5", Kind.SENT, NOW)).as("too early").isEmpty();
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.5"));
    assertThat(tell(null, "wamid.5", Kind.SENT, NOW)).isPresent();
    assertThat(row("status")).isEqualTo("sent");
  }

  @Test
  void changesNothingByADuplicateOrALateEvent() {
    UUID attempt = accepted("wamid.1");
    tell(attempt, "wamid.1", Kind.READ, NOW);
    assertThat(row("delivered_at")).as("read implies delivered").isNotNull();
    assertThat(tell(attempt, "wamid.1", Kind.READ, NOW))
        .map(StatusLedger.Applied::changed)
        .contains(false);
    assertThat(tell(attempt, "wamid.1", Kind.FAILED, NOW))
        .map(StatusLedger.Applied::status)
        .contains(MessageStatus.READ);
  }

  @Test
  void failsByAWebhookOfTheSendThatCounts() {
    UUID attempt = accepted("wamid.1");
    tell(attempt, "wamid.other", Kind.FAILED, NOW);
    assertThat(row("status")).isEqualTo("accepted");
    tell(attempt, "wamid.1", Kind.FAILED, NOW);
    assertThat(row("status")).isEqualTo("failed");
    assertThat(row("error_code")).isEqualTo(131049);
  }

  @Test
  void settlesOnlyWhatNoWebhookHasDecided() {
    assertThat(settling.expire(message)).isEqualTo(MessageStatus.QUEUED);
    UUID attempt = granted(1, Route.CLOUD).attemptId();
    outcomes.record(new AttemptOutcome.Lost(attempt, null));
    assertThat(settling.giveUp(message)).isEqualTo(MessageStatus.UNKNOWN);
    tell(attempt, "wamid.1", Kind.SENT, NOW);
    assertThat(settling.giveUp(message)).isEqualTo(MessageStatus.SENT);
    assertThat(settling.fail(message, NO)).isEqualTo(MessageStatus.SENT);
    assertThat(settling.expire(message)).isEqualTo(MessageStatus.EXPIRED);
    tell(attempt, "wamid.1", Kind.DELIVERED, NOW);
    assertThat(settling.expire(message)).isEqualTo(MessageStatus.DELIVERED);
  }

  @Test
  void callsAFailedMessageUnknownWhereAnAnswerWasLost() {
    UUID other = scenario.message(campaign, scenario.contact());
    assertThat(settling.fail(other, NO)).isEqualTo(MessageStatus.FAILED);
    granted(1, Route.CLOUD);
    assertThat(settling.fail(message, NO)).isEqualTo(MessageStatus.UNKNOWN);
  }

  @Test
  void cancelsWhatIsQueuedButNothingInFlight() {
    UUID lost = scenario.message(campaign, scenario.contact());
    UUID waiting = scenario.message(campaign, scenario.contact());
    granted(1, Route.CLOUD);
    outcomes.record(
        new AttemptOutcome.Lost(
            ((Claim.Granted) claims.claim(lost, 1, Route.CLOUD)).attemptId(), null));
    assertThat(messages.anyInFlight(campaign)).isTrue();
    assertThat(messages.cancelQueued(campaign, "campaign-canceled", 10)).isEqualTo(2);
    assertThat(messages.cancelQueued(campaign, "campaign-canceled", 10)).isZero();
    assertThat(row("status")).isEqualTo("queued");
    assertThat(status(waiting)).isEqualTo("canceled");
    assertThat(status(lost)).as("it may have gone out").isEqualTo("unknown");
  }

  @Test
  void losesWhatIsOpenForLongerThanACallMayTake() {
    UUID attempt = granted(1, Route.CLOUD).attemptId();
    assertThat(messages.loseOverdue(campaign, NOW)).isZero();
    assertThat(messages.anyInFlight(campaign)).isTrue();

    assertThat(messages.loseOverdue(campaign, NOW.plusMillis(1))).isEqualTo(1);
    assertThat(messages.anyInFlight(campaign)).isFalse();
    assertThat(row("hold_reason")).isEqualTo("answer-lost");
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .isInstanceOf(SendResult.Unknown.class);
    assertThat(messages.loseOverdue(campaign, NOW.plusMillis(1))).isZero();

    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1"));
    assertThat(row("status")).as("a late record still counts").isEqualTo("accepted");
  }

  @Test
  void countsQueuedMessagesNoFurtherThanItMust() {
    scenario.message(campaign, scenario.contact());
    scenario.message(campaign, scenario.contact());
    assertThat(messages.countQueued(campaign, 0, 3, 100)).isEqualTo(3);
    assertThat(messages.countQueued(campaign, 0, 3, 2)).isEqualTo(2);
    assertThat(messages.countQueued(campaign, 1, 2, 100)).isEqualTo(1);
    assertThat(messages.queued(campaign, 1, 3, 1))
        .singleElement()
        .satisfies(m -> assertThat(m.ordinal()).isEqualTo(1));
  }

  private @Nullable String skipReason(@Nullable Instant in, @Nullable Instant out) {
    UUID id = scenario.message(campaign, scenario.contact(Scenario.phone(), in, out));
    SendResult result = result(claims.claim(id, 1, Route.CLOUD));
    return ((SendResult.NotSent) result).reason();
  }

  private Claim.Granted granted(int round, Route route) {
    return (Claim.Granted) claims.claim(message, round, route);
  }

  private UUID accepted(String wamid) {
    UUID attempt = granted(1, Route.CLOUD).attemptId();
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
    return attempt;
  }

  private Optional<StatusLedger.Applied> tell(
      @Nullable UUID attempt, String wamid, Kind kind, Instant at) {
    Failure failure = kind == Kind.FAILED ? new Failure(131049, "Ecosystem", null) : null;
    return statuses.apply(
        new StatusUpdate(attempt, wamid, new MessageEvent(kind, at, failure), null, null));
  }

  private static SendResult result(Claim claim) {
    return ((Claim.Answered) claim).result();
  }

  private long attempts() {
    return jdbc.sql("SELECT count(*) FROM attempts").query(Long.class).single();
  }

  private void set(String from, String to) {
    jdbc.sql("UPDATE campaigns SET status = :to WHERE status = :from")
        .param("from", from)
        .param("to", to)
        .update();
  }

  private @Nullable Object row(String column) {
    return jdbc.sql("SELECT * FROM messages WHERE id = :id")
        .param("id", message)
        .query()
        .singleRow()
        .get(column);
  }

  private String status(UUID id) {
    return jdbc.sql("SELECT status FROM messages WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }
}
