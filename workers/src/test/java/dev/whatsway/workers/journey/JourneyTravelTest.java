package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Journeys on the real tables: what moves, stops, delays and ends people on their way. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(120)
class JourneyTravelTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration A_DAY = Duration.ofDays(1);

  private static final String TWO =
      """
      {"steps": [
        {"id": "first", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{name}}"}},
        {"id": "pause", "type": "wait", "duration": "P7D"},
        {"id": "second", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{tier}}"}}]}
      """;

  @Test
  void sendsWaitsAndSendsAgain() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      UUID bob = road.person(Scenario.phone(), null, Map.of());
      WorkflowStub adas = road.enters(ada, Map.of());
      WorkflowStub bobs = road.enters(bob, Map.of());
      road.end(adas);
      road.end(bobs);

      assertThat(road.steps(ada)).containsExactly("first", "second");
      assertThat(road.messages(bob, BERLIN).get(1)).isEqualTo("second missing-variable:1");
      assertThat(road.counter("journeys:ended")).isEqualTo(2);
      assertThat(road.counter("journeys:active")).isZero();
      assertThat(road.counter("at:pause")).isZero();
      assertThat(road.counter("step:pause:entered")).isEqualTo(2);
      assertThat(road.counter("step:first:accepted")).isEqualTo(2);
    }
  }

  @Test
  void whoOptsOutLeavesAtTheNextStep() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(
          A_DAY,
          () ->
              road.jdbc
                  .sql("UPDATE contacts SET opted_out_at = ? WHERE id = ?")
                  .params(JourneyRoad.at(road.now()), ada)
                  .update());
      road.end(journey);

      assertThat(road.reason(ada)).isEqualTo("opted-out");
      assertThat(road.steps(ada)).containsExactly("first");
    }
  }

  @Test
  void aCanceledCampaignLetsNobodyWaitOn() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(
          A_DAY,
          () -> {
            road.jdbc
                .sql("UPDATE campaigns SET status = 'canceled' WHERE id = ?")
                .param(road.campaign)
                .update();
            road.recheck(ada);
          });
      road.end(journey);

      assertThat(road.reason(ada)).isEqualTo("campaign-canceled");
      assertThat(road.lasted(ada)).isLessThan(Duration.ofDays(2));
    }
  }

  @Test
  void anOrderSkipsAWait() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(A_DAY, () -> order(road, ada, "skip", null));
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "second");
      assertThat(road.lasted(ada)).isLessThan(Duration.ofDays(2));
    }
  }

  @Test
  void anOrderMovesEverybodyAtAStepBackAndTheirMessageIsAnother() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(
          A_DAY,
          () -> {
            road.jdbc
                .sql(
                    """
                    INSERT INTO journey_orders (campaign_id, at_step, action, to_step, created_at)
                    VALUES (?, 'pause', 'move', 'first', ?)
                    """)
                .params(road.campaign, JourneyRoad.at(road.now()))
                .update();
            road.recheck(ada);
          });
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "first~1.2", "second");
    }
  }

  @Test
  void aFrozenWaitLastsLongerByThePause() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      road.jdbc
          .sql("UPDATE campaigns SET pause_mode = 'freeze' WHERE id = ?")
          .param(road.campaign)
          .update();
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(A_DAY, () -> status(road, "paused"));
      road.later(A_DAY.multipliedBy(4), () -> status(road, "running"));
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "second");
      assertThat(road.lasted(ada)).isBetween(Duration.ofDays(10), Duration.ofDays(10).plusHours(1));
    }
  }

  @Test
  void aNewPlanTakesOnlyWhomAMigrationMoves() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      String hash = road.keep(TWO.replace("\"second\"", "\"third\"").replace("P7D", "P1D")).hash();
      road.later(
          A_DAY,
          () -> {
            road.jdbc
                .sql(
                    """
                    INSERT INTO journey_migrations (campaign_id, from_hash, to_hash, steps, created_at)
                    VALUES (?, ?, ?,
                      '{"first": "first", "pause": "third", "second": "third"}', ?)
                    """)
                .params(road.campaign, road.plan.hash(), hash, JourneyRoad.at(road.now()))
                .update();
            road.recheck(ada);
          });
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "third");
    }
  }

  @Test
  void whoComesAgainGetsMessagesOfTheirOwn() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      road.end(road.enters(ada, Map.of()));
      road.end(road.enters(ada, Map.of()));

      assertThat(road.steps(ada)).containsExactly("first", "second", "first~2.1", "second~2.1");
    }
  }

  @Test
  void capsLeaveOutWhatIsTooMuch() {
    String capped = TWO.stripTrailing().replaceAll("}$", ", \"caps\": {\"messages\": 1}}");
    try (JourneyRoad road = new JourneyRoad(capped)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      road.end(road.enters(ada, Map.of()));

      assertThat(road.messages(ada, BERLIN).get(1)).isEqualTo("second journey-cap");
      assertThat(road.counter("skipped:journey-cap")).isEqualTo(1);
    }
  }

  @Test
  void capsWithinATimeCountTheRunsBeforeToo() {
    String capped =
        TWO.stripTrailing().replaceAll("}$", ", \"caps\": {\"messages\": 2, \"per\": \"P10D\"}}");
    try (JourneyRoad road = new JourneyRoad(capped)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub first = road.enters(ada, Map.of());
      AtomicReference<WorkflowStub> second = new AtomicReference<>();
      // From within virtual time, which may run on by itself once nobody is on their way.
      road.later(Duration.ofDays(7).plusMinutes(5), () -> second.set(road.enters(ada, Map.of())));
      road.end(first);
      road.sleep(Duration.ofMinutes(10));
      Awaitility.await().until(() -> second.get() != null);
      road.end(second.get());

      // On day 7 both messages of the first run are within ten days, on day 14 only one is.
      assertThat(road.messages(ada, BERLIN).get(2)).isEqualTo("first~2.1 journey-cap");
      assertThat(road.messages(ada, BERLIN).get(3)).startsWith("second~2.1@");
    }
  }

  @Test
  void theWinnerOfASplitGetsEverybody() {
    String split =
        """
        {"steps": [
          {"id": "ab", "type": "split", "arms": [
            {"name": "A", "share": 50, "next": "a"}, {"name": "B", "share": 50, "next": "b"}],
           "winner": {"after": 100, "metric": "read"}},
          {"id": "a", "type": "send", "template": {"name": "sale", "language": "en"}, "next": "exit"},
          {"id": "b", "type": "send", "template": {"name": "sale", "language": "en"}}]}
        """;
    try (JourneyRoad road = new JourneyRoad(split)) {
      for (int i = 0; i < 100; i++) {
        hadArm(road, i % 2 == 0 ? "A" : "B");
      }
      // Of another plan, where everybody reads.
      hadArm(road, "A", "another", true);
      hadArm(road, "A", "another", true);
      road.end(road.enters(road.person(Scenario.phone(), null, Map.of()), Map.of()));
      assertThat(winners(road)).as("nobody could react yet").isEmpty();

      road.sleep(LedgerSplits.SPLIT_PATIENCE.plusMinutes(1));
      road.end(road.enters(road.person(Scenario.phone(), null, Map.of()), Map.of()));
      assertThat(winners(road)).as("nobody has read").isEmpty();

      road.sleep(Duration.ofMinutes(1));
      road.jdbc
          .sql(
              """
              UPDATE messages SET read_at = now() WHERE id =
                (SELECT id FROM messages WHERE arms[1] LIKE 'ab:B@%' AND journey IS NULL LIMIT 1)
              """)
          .update();
      for (int i = 0; i < 8; i++) {
        UUID next = road.person(Scenario.phone(), null, Map.of());
        road.end(road.enters(next, Map.of()));
        assertThat(road.steps(next)).containsExactly("b");
      }
      assertThat(winners(road)).containsExactly("B");
      assertThat(road.counter("arm:ab:A:entered") + road.counter("arm:ab:B:entered"))
          .isEqualTo(112);
      assertThat(road.counter("arm:ab:B:accepted")).isGreaterThanOrEqualTo(8);
    }
  }

  @Test
  void whatIsStillQueuedIsTakenBackFromWhoIsMoved() {
    try (JourneyRoad road = new JourneyRoad(TWO).fate("first", "none")) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(A_DAY, () -> orderAt(road, ada, "first", "skip"));
      road.end(journey);

      assertThat(road.messages(ada, BERLIN)).first().isEqualTo("first " + JourneyMessages.LEFT);
      assertThat(road.steps(ada)).containsExactly("first", "second");
    }
  }

  @Test
  void aRetryIsNoSecondMessageBesideOneThatMayStillGoOut() {
    try (JourneyRoad road = new JourneyRoad(TWO).fate("first", "none")) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(A_DAY, () -> orderAt(road, ada, "first", "retry"));
      road.later(A_DAY.multipliedBy(2), () -> accept(road, ada));
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "second");
    }
  }

  @Test
  void aNewPlanWithTheSameStepIsNoSecondMessage() {
    try (JourneyRoad road = new JourneyRoad(TWO).fate("first", "none")) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      WorkflowStub journey = road.enters(ada, Map.of());
      String hash = road.keep(TWO.replace("P7D", "P1D")).hash();
      road.later(
          A_DAY,
          () -> {
            road.jdbc
                .sql(
                    """
                    INSERT INTO journey_migrations (campaign_id, from_hash, to_hash, steps, created_at)
                    VALUES (?, ?, ?,
                      '{"first": "first", "pause": "pause", "second": "second"}', ?)
                    """)
                .params(road.campaign, road.plan.hash(), hash, JourneyRoad.at(road.now()))
                .update();
            road.recheck(ada);
          });
      road.later(A_DAY.multipliedBy(2), () -> accept(road, ada));
      road.end(journey);

      assertThat(road.steps(ada)).containsExactly("first", "second");
      assertThat(road.lasted(ada)).isLessThan(Duration.ofDays(4));
    }
  }

  @Test
  void afterALostAnswerNobodyGetsTheMessageForFailures() {
    String withFailure =
        TWO.replace("\"{{name}}\"}}", "\"{{name}}\"}, \"on_failure\": \"second\"}");
    try (JourneyRoad road = new JourneyRoad(withFailure).fate("first", "unknown")) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("tier", "gold"));
      road.end(road.enters(ada, Map.of()));

      assertThat(road.steps(ada)).containsExactly("first", "second");
      assertThat(road.lasted(ada)).isGreaterThan(Duration.ofDays(7));
    }
  }

  @Test
  void aTimeOfDayThatWentByInAFreezeIsTheNextOne() {
    String atTen =
        """
        {"steps": [
          {"id": "pause", "type": "wait_until", "time": "10:00"},
          {"id": "second", "type": "send", "template": {"name": "sale", "language": "en"}}]}
        """;
    try (JourneyRoad road = new JourneyRoad(atTen)) {
      road.jdbc
          .sql("UPDATE campaigns SET pause_mode = 'freeze' WHERE id = ?")
          .param(road.campaign)
          .update();
      UUID ada = road.person(Scenario.phone(), "Europe/Berlin", Map.of());
      status(road, "paused");
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(Duration.ofHours(60), () -> status(road, "running"));
      road.end(journey);

      assertThat(road.messages(ada, BERLIN)).hasSize(1).first().asString().endsWith("T10:00");
    }
  }

  private static void orderAt(JourneyRoad road, UUID contact, String step, String action) {
    road.jdbc
        .sql(
            """
            INSERT INTO journey_orders (campaign_id, contact_id, at_step, action, created_at)
            VALUES (?, ?, ?, ?, ?)
            """)
        .params(road.campaign, contact, step, action, JourneyRoad.at(road.now()))
        .update();
    road.recheck(contact);
  }

  private static void accept(JourneyRoad road, UUID contact) {
    road.jdbc
        .sql(
            """
            UPDATE messages SET status = 'accepted', accepted_at = ?, updated_at = ?
            WHERE contact_id = ? AND status = 'queued'
            """)
        .params(JourneyRoad.at(road.now()), JourneyRoad.at(road.now()), contact)
        .update();
    road.carry();
  }

  private static List<String> winners(JourneyRoad road) {
    return road.jdbc
        .sql("SELECT arm FROM journey_winners WHERE arm IS NOT NULL")
        .query(String.class)
        .list();
  }

  private static void hadArm(JourneyRoad road, String arm) {
    hadArm(road, arm, road.plan.hash().substring(0, 8), false);
  }

  /** Somebody who came into the arm and whose message Meta has just taken. */
  private static void hadArm(JourneyRoad road, String arm, String plan, boolean read) {
    UUID message =
        road.scenario.message(road.campaign, road.person(Scenario.phone(), null, Map.of()));
    road.jdbc
        .sql(
            """
            UPDATE messages SET ordinal = ordinal - 100000, arms = ARRAY[?], accepted_at = ?,
              read_at = ?, status = 'accepted' WHERE id = ?
            """)
        .params(
            "ab:" + arm + "@" + plan,
            JourneyRoad.at(road.now()),
            read ? JourneyRoad.at(road.now()) : null,
            message)
        .update();
    road.jdbc
        .sql("SELECT add_to_campaign_counter(?, ?, 1)")
        .params(road.campaign, "arm:ab:" + arm + ":entered")
        .query(row -> {});
  }

  private static void order(JourneyRoad road, UUID contact, String action, @Nullable String to) {
    road.jdbc
        .sql(
            """
            INSERT INTO journey_orders (campaign_id, contact_id, at_step, action, to_step, created_at)
            VALUES (?, ?, 'pause', ?, ?, ?)
            """)
        .params(road.campaign, contact, action, to, JourneyRoad.at(road.now()))
        .update();
    road.recheck(contact);
  }

  private static void status(JourneyRoad road, String status) {
    road.jdbc
        .sql("UPDATE campaigns SET status = ?, updated_at = ? WHERE id = ?")
        .params(status, JourneyRoad.at(road.now()), road.campaign)
        .update();
  }
}
