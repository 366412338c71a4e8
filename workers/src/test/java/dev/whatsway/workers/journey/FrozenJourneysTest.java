package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of journeys say what was known when the person entered, but for what steps set. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(120)
class FrozenJourneysTest {

  private static final Duration A_DAY = Duration.ofDays(1);

  private static final String TWO =
      """
      {"steps": [
        {"id": "first", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{city}}"}},
        {"id": "pause", "type": "wait", "duration": "P7D"},
        {"id": "mark", "type": "set_attribute", "name": "tier", "value": "gold {{city}}"},
        {"id": "second", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "{{city}}", "2": "{{tier}}"}}]}
      """;

  @Test
  void laterChangesAlterNoMessageButWhatAStepSetsIsSeen() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("city", "Bonn", "tier", "none"));
      WorkflowStub journey = road.told(ada, Map.of());
      road.later(A_DAY, () -> attribute(road, ada, "city", "Ulm"));
      road.end(journey);

      assertThat(variables(road, ada))
          .containsExactly(Map.of("1", "Bonn"), Map.of("1", "Bonn", "2", "gold Ulm"));
    }
  }

  @Test
  void aValueThatIsMissingAtEntrySkipsTheMessageWhateverComesLater() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of());
      WorkflowStub journey = road.told(ada, Map.of());
      road.later(A_DAY, () -> attribute(road, ada, "city", "Ulm"));
      road.end(journey);

      assertThat(road.messages(ada, ZoneOffset.UTC))
          .containsExactly("first missing-variable:1", "second missing-variable:1");
      assertThat(road.reason(ada)).isEqualTo("completed");
      assertThat(road.counter("skipped:missing-variable:1")).isEqualTo(2);
    }
  }

  @Test
  void whoIsInItSinceBeforeValuesWereFrozenGetsWhatIsKnownAtTheStep() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("city", "Bonn"));
      WorkflowStub journey = road.enters(ada, Map.of());
      road.later(A_DAY, () -> attribute(road, ada, "city", "Ulm"));
      road.end(journey);

      assertThat(variables(road, ada).get(1)).isEqualTo(Map.of("1", "Ulm", "2", "gold Ulm"));
    }
  }

  /** The new plan sets no tier: it is frozen as of the migration, and so is what it writes anew. */
  @Test
  void aMigrationFreezesWhatTheNewPlanSaysAndKeepsWhatItSaysTheSame() {
    try (JourneyRoad road = new JourneyRoad(TWO)) {
      UUID ada = road.person(Scenario.phone(), null, Map.of("city", "Bonn"));
      WorkflowStub journey = road.told(ada, Map.of());
      String hash =
          road.keep(
                  """
                  {"steps": [
                    {"id": "rest", "type": "wait", "duration": "P2D"},
                    {"id": "third", "type": "send", "template": {"name": "sale", "language": "en"},
                     "variables": {"1": "{{city}}", "2": "{{city|here}}", "3": "{{tier|none}}"}}]}
                  """)
              .hash();
      road.later(A_DAY, () -> attribute(road, ada, "city", "Ulm"));
      road.later(A_DAY.multipliedBy(2), () -> migrate(road, ada, hash));
      road.later(A_DAY.multipliedBy(3), () -> attribute(road, ada, "city", "Kiel"));
      road.later(A_DAY.multipliedBy(3), () -> attribute(road, ada, "tier", "gold"));
      road.end(journey);

      assertThat(variables(road, ada).get(1))
          .isEqualTo(Map.of("1", "Bonn", "2", "Ulm", "3", "none"));
    }
  }

  private static void migrate(JourneyRoad road, UUID contact, String hash) {
    road.jdbc
        .sql(
            """
            INSERT INTO journey_migrations (campaign_id, from_hash, to_hash, steps, created_at)
            VALUES (?, ?, ?, '{"first": "exit", "pause": "rest", "mark": "exit", "second": "exit"}', ?)
            """)
        .params(road.campaign, road.plan.hash(), hash, JourneyRoad.at(road.now()))
        .update();
    road.recheck(contact);
  }

  private static void attribute(
      JourneyRoad road, UUID contact, String name, @Nullable String value) {
    road.get(Contacts.class).setAttribute(contact, name, value);
  }

  private static List<Map<String, String>> variables(JourneyRoad road, UUID contact) {
    return road.jdbc
        .sql("SELECT variables::text FROM messages WHERE contact_id = ? ORDER BY ordinal")
        .param(contact)
        .query(
            (row, n) ->
                road.get(tools.jackson.databind.json.JsonMapper.class)
                    .readValue(
                        row.getString(1),
                        new tools.jackson.core.type.TypeReference<Map<String, String>>() {}))
        .list();
  }
}
