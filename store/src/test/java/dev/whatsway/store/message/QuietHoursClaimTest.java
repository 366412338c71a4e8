package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Quiet hours until 10:00 where the person lives: Germany, where it is 9:00 now. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class QuietHoursClaimTest {

  private static final Instant TEN = Scenario.NOW.plus(Duration.ofHours(1));
  private static final QuietHours NIGHT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(10, 0));

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final CampaignMessages messages = new CampaignMessages(jdbc, json, clock);
  private final AccountRules rules = new AccountRules(jdbc, json, clock);
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void messageToGermany() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact("+4915112345670", Scenario.NOW, null));
    rules.put(scenario.account, new AccountQuietHours(NIGHT, Map.of()));
  }

  @Test
  void holdsAMessageUntilItsNightIsOverAndThenLetsItGo() {
    Instant at = held();
    assertThat(at).isBetween(TEN, TEN.plus(QuietTime.SPREAD));
    assertThat(row("put_off_until")).isEqualTo(at);
    assertThat(text("hold_reason")).isEqualTo("quiet-hours");
    assertThat(messages.countQueued(campaign, 0, 10, 10)).as("fills no lane's window").isZero();
    assertThat(attempts()).isZero();
    assertThat(messages.held(campaign, -1, 10)).as("a resume need not wake it").isEmpty();

    clock.pass(Duration.between(clock.instant(), at).minusSeconds(1));
    assertThat(held()).as("woken early, also when others may go").isEqualTo(at);
    clock.pass(Duration.ofSeconds(1));
    assertThat(claim()).isInstanceOf(Claim.Granted.class);
    assertThat(text("hold_reason")).isNull();
  }

  @Test
  void isWokenWhenItsCampaignIsCanceled() {
    held();
    messages.cancelQueued(campaign, "campaign-canceled", 10);
    assertThat(messages.held(campaign, -1, 10)).hasSize(1);
  }

  @Test
  void aLaneWaitsByTheRowAndIsNotDoneBefore() {
    jdbc.sql("UPDATE campaigns SET tracking = 'ledger'").update();
    Instant at = held();
    assertThat(at).isBetween(TEN, TEN.plus(QuietTime.SPREAD));
    assertThat(row("due_at")).isEqualTo(at);
    assertThat(row("put_off_until")).isNull();
    LaneMessages lane = new LaneMessages(jdbc, clock);
    assertThat(lane.due(campaign, 0, 10, 10)).isEmpty();
    assertThat(lane.nextDue(campaign, 0, 10)).contains(new LaneMessages.Next(at, true));
    assertThat(new Messages(jdbc).find(scenario.account, message).orElseThrow().putOffUntil())
        .isEqualTo(at);

    clock.pass(Duration.between(clock.instant(), at));
    assertThat(lane.due(campaign, 0, 10, 10)).hasSize(1);
    assertThat(claim()).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void looksAgainWhenAMessageComesBackFromALimitInTheNight() {
    clock.pass(Duration.ofHours(11).plusMinutes(59).plusSeconds(59));
    Claim.Granted granted = (Claim.Granted) claim();
    outcomes.record(
        new AttemptOutcome.RateLimited(
            granted.attemptId(), 400, new Failure(130429, "Slow down", null), "number"));
    clock.pass(Duration.ofSeconds(1));
    assertThat(held()).isAfterOrEqualTo(TEN.plus(Duration.ofDays(1)));
  }

  @Test
  void aLostAnswerIsStillSentAgainByPolicyAfterTheNight() {
    jdbc.sql("UPDATE campaigns SET tracking = 'ledger'").update();
    rules.put(scenario.account, AccountQuietHours.NONE);
    Claim.Granted granted = (Claim.Granted) claim();
    outcomes.record(new AttemptOutcome.Lost(granted.attemptId(), null));
    rules.put(scenario.account, new AccountQuietHours(NIGHT, Map.of()));
    Claim again = claim(Request.RESEND);
    Instant at = clock.instant().plus(limited(again).delay());

    clock.pass(Duration.between(clock.instant(), at));
    assertThat(new LaneMessages(jdbc, clock).due(campaign, 0, 10, 10))
        .singleElement()
        .matches(LaneMessages.Due::answerLost);
    assertThat(claim(Request.RESEND)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void aLostAnswerStaysOneWhateverElseHoldsIt() {
    rules.put(scenario.account, AccountQuietHours.NONE);
    Claim.Granted granted = (Claim.Granted) claim();
    outcomes.record(new AttemptOutcome.Lost(granted.attemptId(), null));
    jdbc.sql("UPDATE campaigns SET status = 'paused'").update();
    assertThat(((Claim.Answered) claim(Request.RESEND)).result())
        .isInstanceOf(SendResult.Held.class);
    assertThat(text("hold_reason")).as("paused").isEqualTo("answer-lost");
    jdbc.sql("UPDATE campaigns SET status = 'running'").update();
    jdbc.sql("UPDATE pair_pace SET owed_until = owed_until + interval '1 hour'").update();
    assertThat(((Claim.Answered) claim(Request.RESEND)).result())
        .isInstanceOf(SendResult.RateLimited.class);
    assertThat(text("hold_reason")).as("limited").isEqualTo("answer-lost");
  }

  @Test
  void leavesWhatMayHaveGoneOutToTheClaim() {
    QuietMessages quiet = new QuietMessages(jdbc, transactions, json, clock);
    rules.put(scenario.account, AccountQuietHours.NONE);
    Claim.Granted granted = (Claim.Granted) claim();
    rules.put(scenario.account, new AccountQuietHours(NIGHT, Map.of()));
    UUID other = scenario.message(campaign, scenario.contact("+4915112345671", Scenario.NOW, null));
    assertThat(quiet.putOff(List.of(message, other))).as("a call is open").containsExactly(other);
    outcomes.record(new AttemptOutcome.Lost(granted.attemptId(), null));
    jdbc.sql("UPDATE messages SET hold_reason = NULL").update();
    assertThat(quiet.putOff(List.of(message))).as("its answer was lost").isEmpty();
    assertThat(row("put_off_until")).isNull();
  }

  @Test
  void holdsMarketingOnly() {
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY'").update();
    assertThat(claim()).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void cancelsWhatCouldOnlyGoAfterTheEnd() {
    jdbc.sql("UPDATE campaigns SET end_at = ?")
        .param(TEN.minusSeconds(60).atOffset(ZoneOffset.UTC))
        .update();
    assertThat(((Claim.Answered) claim()).result())
        .isEqualTo(new SendResult.NotSent(MessageStatus.CANCELED, "campaign-ended"));
  }

  @Test
  void theCampaignsOwnHoursHoldToo() {
    rules.put(scenario.account, AccountQuietHours.NONE);
    jdbc.sql(
            "UPDATE campaigns SET quiet_from = '20:00', quiet_to = '11:00', quiet_zone = 'recipient'")
        .update();
    assertThat(held()).isAfterOrEqualTo(TEN.plus(Duration.ofHours(1)));
  }

  @Test
  void skipsWhomTheRulesLeaveNoTime() {
    rules.put(scenario.account, new AccountQuietHours(NIGHT, Map.of()));
    jdbc.sql(
            "UPDATE campaigns SET quiet_from = '10:00', quiet_to = '21:00', quiet_zone = 'campaign'")
        .update();
    assertThat(((Claim.Answered) claim()).result())
        .isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "quiet-hours"));
  }

  private Instant held() {
    return clock.instant().plus(limited(claim()).delay());
  }

  private static SendResult.RateLimited limited(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Answered.class);
    SendResult result = ((Claim.Answered) claim).result();
    assertThat(result).isInstanceOf(SendResult.RateLimited.class);
    SendResult.RateLimited limited = (SendResult.RateLimited) result;
    assertThat(limited.scope()).isEqualTo(Scope.QUIET_HOURS);
    assertThat(limited.attemptId()).isNull();
    return limited;
  }

  private Claim claim() {
    return claim(Request.NEXT);
  }

  private Claim claim(int round) {
    return claims.claim(message, round, Route.CLOUD);
  }

  private @Nullable Instant row(String column) {
    return jdbc.sql("SELECT " + column + " FROM messages WHERE id = ?")
        .param(message)
        .query(
            (row, n) -> {
              OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
              return time == null ? null : time.toInstant();
            })
        .optional()
        .orElse(null);
  }

  private @Nullable String text(String column) {
    return jdbc.sql("SELECT " + column + " FROM messages WHERE id = ?")
        .param(message)
        .query((row, n) -> row.getString(1))
        .optional()
        .orElse(null);
  }

  private int attempts() {
    return jdbc.sql("SELECT count(*) FROM attempts").query(Integer.class).single();
  }
}
