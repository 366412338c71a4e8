package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageSettling.Deferral;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Messages that Meta refused for the person's sake (131049). */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class LaterLedgerTest {

  private static final Failure CAP = new Failure(131049, "Healthy ecosystem", null);
  private static final Duration A_DAY = Duration.ofHours(24);
  private static final AtomicInteger GERMANS = new AtomicInteger(100_000);

  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, clock);
  private final LaterLedger later = new LaterLedger(jdbc, transactions, clock);
  private final CampaignMessages messages = new CampaignMessages(jdbc, json, clock);
  private final CampaignCounters counters = new CampaignCounters(jdbc);
  private final CampaignRuns runs =
      new CampaignRuns(jdbc, transactions, new Campaigns(jdbc, json), clock);
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void aMessageToAGerman() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    jdbc.sql("UPDATE campaigns SET started_at = :now WHERE id = :id")
        .param("now", Rows.at(Scenario.NOW))
        .param("id", campaign)
        .update();
    message = messageTo("+4915112" + GERMANS.incrementAndGet());
  }

  @Test
  void putsOffARefusalByADayAndSendsNothingBefore() {
    refuse(1);
    Deferral deferral = later.putOff(message, A_DAY);
    assertThat(deferral).isEqualTo(new Deferral(MessageStatus.QUEUED, Scenario.NOW.plus(A_DAY)));
    assertThat(later.putOff(message, A_DAY.plusHours(1))).as("repeated").isEqualTo(deferral);
    clock.pass(A_DAY.minusSeconds(1));
    for (Route route : Route.values()) {
      assertThat(result(claims.claim(message, 2, route)))
          .isEqualTo(new SendResult.Later(lastAttempt(), deferral.due(), CAP));
    }
    clock.pass(Duration.ofSeconds(1));
    granted(2);
  }

  @Test
  void putsOffAsOftenAsTheCampaignAllows() {
    set("marketing_cap_retries", 2);
    for (int round = 1; round <= 2; round++) {
      refuse(round);
      assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.QUEUED);
      clock.pass(A_DAY);
    }
    refuse(3);
    assertThat(later.putOff(message, A_DAY)).isEqualTo(new Deferral(MessageStatus.FAILED, null));
    assertThat(row("error_code")).isEqualTo(131049);
    assertThat(counters.of(campaign).conserved()).isTrue();
  }

  @Test
  void neverPutsOffWhereTheCampaignSaysSo() {
    set("marketing_cap_retries", 0);
    refuse(1);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void neverPutsOffPastTheCampaignsEnd() {
    setTime("end_at", Scenario.NOW.plus(A_DAY));
    refuse(1);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void endsACampaignSevenDaysAfterItsStart() {
    clock.pass(Duration.ofDays(6));
    refuse(1);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void neverPutsOffForAUsNumberSinceMetaDeliversNoMarketingThere() {
    message = messageTo("+12125550123");
    refuse(1);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.FAILED);
    message = messageTo("+14165550123");
    refuse(1);
    assertThat(later.putOff(message, A_DAY).status()).as("Canada").isEqualTo(MessageStatus.QUEUED);
  }

  @Test
  void sendsNothingAfterTheCampaignsEnd() {
    setTime("end_at", Scenario.NOW.plusSeconds(1));
    clock.pass(Duration.ofSeconds(1));
    assertThat(result(claims.claim(message, 1, Route.CLOUD)))
        .isEqualTo(new SendResult.NotSent(MessageStatus.CANCELED, "campaign-ended"));
    assertThat(row("status")).isEqualTo("canceled");
  }

  @Test
  void countsALostAnswerAsUnknownWhenTheCampaignEndsBeforeItsResend() {
    outcomes.record(new AttemptOutcome.Lost(granted(1), null));
    setTime("end_at", Scenario.NOW);
    assertThat(result(claims.claim(message, 2, Route.CLOUD)))
        .isEqualTo(new SendResult.NotSent(MessageStatus.UNKNOWN, "campaign-ended"));
  }

  @Test
  void putsOffWhatAWebhookFailedAndForgetsNothingOfHowFarItCame() {
    UUID first = acceptedThenCapped();
    assertThat(counters.of(campaign).at("failed")).isEqualTo(1);

    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.QUEUED);

    assertThat(counters.of(campaign).at("failed")).isZero();
    assertThat(counters.of(campaign).failures()).isEmpty();
    assertThat(counters.of(campaign).at("queued")).isEqualTo(1);
    assertThat(counters.of(campaign).reached("accepted")).isEqualTo(1);
    assertThat(row("wamid")).isNull();
    assertThat(outcome(first)).isEqualTo("failed");

    clock.pass(A_DAY);
    UUID second = granted(2);
    outcomes.record(new AttemptOutcome.Accepted(second, 200, "wamid.2." + message));
    tell(second, "wamid.2." + message, Kind.READ);
    assertThat(row("status")).isEqualTo("read");
    assertThat(counters.of(campaign).reached("accepted")).isEqualTo(1);
    assertThat(counters.of(campaign).reached("read")).isEqualTo(1);
    assertThat(counters.of(campaign).conserved()).isTrue();
  }

  @Test
  void changesNothingByLateWebhooksOfTheSendThatFailed() {
    UUID first = acceptedThenCapped();
    assertThat(tell(first, "wamid.1." + message, Kind.FAILED).counts()).as("still of it").isTrue();
    later.putOff(message, A_DAY);
    for (Kind kind : new Kind[] {Kind.SENT, Kind.DELIVERED, Kind.READ, Kind.FAILED}) {
      StatusLedger.Applied applied = tell(first, "wamid.1." + message, kind);
      assertThat(applied.changed()).isFalse();
      assertThat(applied.counts()).isFalse();
      assertThat(row("status")).isEqualTo("queued");
    }
    clock.pass(A_DAY);
    UUID second = granted(2);
    outcomes.record(new AttemptOutcome.Accepted(second, 200, "wamid.2." + message));
    assertThat(tell(first, "wamid.1." + message, Kind.FAILED).changed()).isFalse();
    assertThat(row("status")).isEqualTo("accepted");
  }

  @Test
  void failsForGoodByAWebhookWithAnotherCode() {
    UUID attempt = granted(1);
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1." + message));
    fail(attempt, new Failure(131026, "Undeliverable", null));
    assertThat(later.putOff(message, A_DAY)).isEqualTo(new Deferral(MessageStatus.FAILED, null));
  }

  @Test
  void tellsNobodyOfAFailureOfASendThatTheMessageNoLongerGoesBy() {
    UUID lost = granted(1);
    outcomes.record(new AttemptOutcome.Lost(lost, null));
    UUID second = granted(2);
    outcomes.record(new AttemptOutcome.Accepted(second, 200, "wamid.2." + message));
    StatusLedger.Applied applied = tell(lost, "wamid.1." + message, Kind.FAILED);
    assertThat(applied.changed()).isFalse();
    assertThat(applied.status()).isEqualTo(MessageStatus.ACCEPTED);
  }

  @Test
  void fillsNoWindowWithWhatWasPutOff() {
    refuse(1);
    assertThat(messages.countQueued(campaign, 0, 10, 5)).as("not decided yet").isEqualTo(1);
    later.putOff(message, A_DAY);
    assertThat(messages.countQueued(campaign, 0, 10, 5)).isZero();
  }

  @Test
  void keepsTheCampaignOpenUntilWhatWasPutOffHasAnEnd() {
    refuse(1);
    Deferral deferral = later.putOff(message, A_DAY);
    assertThat(runs.lastDue(campaign)).isEqualTo(deferral.due());
    assertThat(runs.close(campaign, null, Duration.ZERO)).isEqualTo(CampaignStatus.RUNNING);
    clock.pass(A_DAY);
    UUID second = granted(2);
    assertThat(runs.close(campaign, null, Duration.ZERO))
        .as("in flight")
        .isEqualTo(CampaignStatus.RUNNING);
    outcomes.record(new AttemptOutcome.Accepted(second, 200, "wamid.2." + message));
    assertThat(runs.close(campaign, null, Duration.ZERO)).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(counters.of(campaign).conserved()).isTrue();
  }

  @Test
  void failsWhatAWebhookTellsAfterTheClose() {
    acceptedThenCapped();
    assertThat(runs.close(campaign, null, Duration.ZERO)).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.FAILED);
    assertThat(counters.of(campaign).conserved()).isTrue();
  }

  @Test
  void keepsACampaignOpenForAMinuteSoThatAWebhookMayPutAMessageOff() {
    UUID first = accepted();
    Duration minute = Duration.ofMinutes(1);
    assertThat(runs.close(campaign, null, minute)).isEqualTo(CampaignStatus.RUNNING);
    clock.pass(Duration.ofSeconds(59));
    assertThat(runs.close(campaign, null, minute)).isEqualTo(CampaignStatus.RUNNING);
    fail(first, CAP);
    assertThat(later.putOff(message, A_DAY).status()).isEqualTo(MessageStatus.QUEUED);
    assertThat(runs.close(campaign, null, minute)).isEqualTo(CampaignStatus.RUNNING);
    clock.pass(A_DAY);
    outcomes.record(new AttemptOutcome.Accepted(granted(2), 200, "wamid.2." + message));
    assertThat(runs.close(campaign, null, minute))
        .as("a new minute")
        .isEqualTo(CampaignStatus.RUNNING);
    clock.pass(minute);
    assertThat(runs.close(campaign, null, minute)).isEqualTo(CampaignStatus.COMPLETED);
  }

  @Test
  void closesAtOnceWhereNothingCanBePutOff() {
    set("marketing_cap_retries", 0);
    accepted();
    assertThat(runs.close(campaign, null, Duration.ofMinutes(1)))
        .isEqualTo(CampaignStatus.COMPLETED);
  }

  @Test
  void putsOffWithTheFailureWhereTheLedgerAloneTracksTheMessage() {
    jdbc.sql("UPDATE campaigns SET tracking = 'ledger' WHERE id = :id")
        .param("id", campaign)
        .update();
    LaneMessages lane = new LaneMessages(jdbc, clock);
    UUID first = acceptedThenCapped();
    assertThat(row("status")).isEqualTo("queued");
    assertThat(lane.due(campaign, 0, 10, 10)).isEmpty();
    assertThat(lane.nextDue(campaign, 0, 10)).as("no lane waits for it").isEmpty();
    assertThat(runs.firstDue(campaign)).isAfter(clock.instant().plus(A_DAY).minusMillis(1));

    fail(first, CAP);
    clock.pass(A_DAY.plusHours(1));
    assertThat(lane.due(campaign, 0, 10, 10)).hasSize(1);
    outcomes.record(new AttemptOutcome.Accepted(granted(2), 200, "wamid.2." + message));
    assertThat(row("status")).isEqualTo("accepted");
  }

  @Test
  void canBeCanceledWhileItWaits() {
    refuse(1);
    later.putOff(message, A_DAY);
    assertThat(messages.cancelQueued(campaign, "campaign-canceled", 10)).isEqualTo(1);
    assertThat(result(claims.claim(message, 2, Route.CLOUD)))
        .isEqualTo(new SendResult.NotSent(MessageStatus.CANCELED, "campaign-canceled"));
  }

  @Test
  void countsWhatWasSentAgainAfterALostAnswer() {
    outcomes.record(new AttemptOutcome.Lost(granted(1), null));
    outcomes.record(new AttemptOutcome.Retryable(granted(2), 500, CAP));
    granted(2);
    assertThat(counters.of(campaign).unknownResent()).as("once a message").isEqualTo(1);
    assertThat(row("resent")).isEqualTo(true);
  }

  private UUID accepted() {
    UUID attempt = granted(1);
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1." + message));
    return attempt;
  }

  private UUID acceptedThenCapped() {
    UUID attempt = accepted();
    fail(attempt, CAP);
    return attempt;
  }

  private void refuse(int round) {
    outcomes.record(new AttemptOutcome.Later(granted(round), 400, CAP));
  }

  private UUID granted(int round) {
    Claim claim = claims.claim(message, round, Route.CLOUD);
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).attemptId();
  }

  private static SendResult result(Claim claim) {
    return ((Claim.Answered) claim).result();
  }

  private void fail(UUID attempt, Failure failure) {
    statuses.apply(
        new StatusUpdate(
            attempt,
            null,
            new MessageEvent(Kind.FAILED, clock.instant(), failure, failure.code() == CAP.code()),
            null,
            null));
  }

  private StatusLedger.Applied tell(UUID attempt, String wamid, Kind kind) {
    Failure failure = kind == Kind.FAILED ? CAP : null;
    return statuses
        .apply(
            new StatusUpdate(
                attempt, wamid, new MessageEvent(kind, clock.instant(), failure), null, null))
        .orElseThrow();
  }

  private UUID messageTo(String phone) {
    return scenario.message(campaign, scenario.contact(phone, Scenario.NOW, null));
  }

  private void set(String column, int value) {
    jdbc.sql("UPDATE campaigns SET " + column + " = :value WHERE id = :id")
        .param("value", value)
        .param("id", campaign)
        .update();
  }

  private void setTime(String column, Instant value) {
    jdbc.sql("UPDATE campaigns SET " + column + " = :value WHERE id = :id")
        .param("value", Rows.at(value))
        .param("id", campaign)
        .update();
  }

  private UUID lastAttempt() {
    return jdbc.sql(
            "SELECT id FROM attempts WHERE message_id = :id ORDER BY round DESC, number DESC LIMIT 1")
        .param("id", message)
        .query(UUID.class)
        .single();
  }

  private String outcome(UUID attempt) {
    return jdbc.sql("SELECT outcome FROM attempts WHERE id = :id")
        .param("id", attempt)
        .query(String.class)
        .single();
  }

  private Object row(String column) {
    return jdbc.sql("SELECT " + column + " FROM messages WHERE id = :id")
        .param("id", message)
        .query((row, number) -> row.getObject(1))
        .list()
        .get(0);
  }
}
