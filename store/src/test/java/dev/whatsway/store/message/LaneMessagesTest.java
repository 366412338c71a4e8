package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.LaneMessages.Due;
import dev.whatsway.store.message.LaneMessages.Next;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class LaneMessagesTest {

  private static final Instant NOW = Scenario.NOW;
  private static final Failure NO = new Failure(131055, "Not allowed", null);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final LaneMessages lane = new LaneMessages(jdbc, clock);
  private final SendLedger claims =
      new SendLedger(
          jdbc,
          transactions,
          SuppressionList.of(jdbc, transactions, clock),
          new JsonMapper(),
          clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final List<UUID> messages = new ArrayList<>();
  private UUID campaign;

  @BeforeEach
  void queuedMessages() {
    Scenario scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    messages.clear();
    IntStream.range(0, 5)
        .forEach(n -> messages.add(scenario.message(campaign, scenario.contact())));
  }

  @Test
  void pagesThroughWhatIsDueAndPassesOverWhatWaits() {
    lane.postpone(Map.of(messages.get(1), NOW.plusSeconds(5), messages.get(2), NOW));
    assertThat(ordinals(lane.due(campaign, 0, 4, 2))).containsExactly(0L, 2L);
    assertThat(ordinals(lane.due(campaign, 3, 4, 2))).containsExactly(3L);
    assertThat(lane.nextDue(campaign, 1, 2)).contains(new Next(NOW.plusSeconds(5), false));
    assertThat(lane.nextDue(campaign, 0, 5)).contains(new Next(Instant.EPOCH, false));
    assertThat(lane.nextDue(campaign, 5, 9)).isEmpty();
  }

  @Test
  void saysWhichLostAnswersAreOverdue() {
    outcomes.record(new AttemptOutcome.Lost(granted(0).attemptId(), null));
    assertThat(lane.due(campaign, 0, 1, 9)).extracting(Due::answerLost).containsExactly(false);
    lane.postpone(Map.of(messages.get(0), NOW));
    assertThat(lane.due(campaign, 0, 1, 9)).extracting(Due::answerLost).containsExactly(true);
    lane.giveUp(List.of(messages.get(0)));
    assertThat(status(0)).isEqualTo("unknown");
  }

  @Test
  void claimsAPageAtOnceAndSkipsWhatIsNotThere() {
    List<Request> requests = new ArrayList<>();
    messages.forEach(id -> requests.add(new Request(id, Request.NEXT, Route.CLOUD)));
    requests.add(new Request(UUID.randomUUID(), Request.NEXT, Route.CLOUD));
    Map<UUID, Claim> claimed = claims.claim(requests);
    assertThat(claimed).hasSize(5).containsOnlyKeys(messages);
    assertThat(claimed.values()).allMatch(claim -> claim instanceof Claim.Granted);
    assertThat(claims.claim(requests).values())
        .as("nobody recorded an outcome")
        .allMatch(
            claim ->
                claim instanceof Claim.Answered answered
                    && answered.result() instanceof SendResult.Unknown);
  }

  @Test
  void leadsARefusedMessageToTheOtherRouteForGood() {
    outcomes.record(new AttemptOutcome.Refused(granted(0).attemptId(), 400, NO));
    Claim.Granted compensation = granted(0);
    assertThat(compensation.route()).isEqualTo(Route.CLOUD);
    assertThat(compensation.compensates()).isTrue();
    outcomes.record(new AttemptOutcome.RateLimited(compensation.attemptId(), 400, NO, "number"));
    assertThat(granted(0).route()).isEqualTo(Route.CLOUD);
    assertThat(rounds(0)).containsExactly(1, 1, 2);
  }

  @Test
  void triesATemporaryErrorAgainInTheSameRound() {
    outcomes.record(new AttemptOutcome.Retryable(granted(0).attemptId(), 500, NO));
    outcomes.record(new AttemptOutcome.Retryable(granted(0).attemptId(), 500, NO));
    assertThat(granted(0).answered()).isEqualTo(2);
    assertThat(rounds(0)).containsExactly(1, 1, 1);
  }

  @Test
  void sendsALostMessageAgainOnlyWhereAskedTo() {
    outcomes.record(new AttemptOutcome.Lost(granted(0).attemptId(), null));
    assertThat(claim(0, Request.NEXT)).isInstanceOf(Claim.Answered.class);
    assertThat(claim(0, Request.RESEND)).isInstanceOf(Claim.Granted.class);
    assertThat(rounds(0)).containsExactly(1, 2);
  }

  @Test
  void expiresWhatIsOpenAndOldAPageAtATime() {
    for (int n = 0; n < 4; n++) {
      outcomes.record(new AttemptOutcome.Accepted(granted(n).attemptId(), 200, "wamid." + n));
    }
    jdbc.sql("UPDATE messages SET status = 'delivered' WHERE id = :id")
        .param("id", messages.get(1))
        .update();
    jdbc.sql("UPDATE messages SET accepted_at = accepted_at + interval '1 day' WHERE id = :id")
        .param("id", messages.get(2))
        .update();
    Instant before = NOW.plus(Duration.ofHours(1));
    assertThat(lane.expire(campaign, -1, before, 3)).contains(2L);
    assertThat(lane.expire(campaign, 2, before, 3)).contains(4L);
    assertThat(lane.expire(campaign, 4, before, 3)).isEmpty();
    assertThat(IntStream.range(0, 5).mapToObj(this::status))
        .containsExactly("expired", "delivered", "accepted", "expired", "queued");
  }

  private static List<Long> ordinals(List<Due> due) {
    return due.stream().map(Due::ordinal).toList();
  }

  private Claim.Granted granted(int message) {
    return (Claim.Granted) claim(message, Request.NEXT);
  }

  private Claim claim(int message, int round) {
    UUID id = messages.get(message);
    return claims.claim(List.of(new Request(id, round, Route.MARKETING_MESSAGES))).get(id);
  }

  private List<Integer> rounds(int message) {
    return jdbc.sql("SELECT round FROM attempts WHERE message_id = :id ORDER BY round, number")
        .param("id", messages.get(message))
        .query(Integer.class)
        .list();
  }

  private String status(int message) {
    return jdbc.sql("SELECT status FROM messages WHERE id = :id")
        .param("id", messages.get(message))
        .query(String.class)
        .single();
  }
}
