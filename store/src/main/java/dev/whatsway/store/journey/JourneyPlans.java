package dev.whatsway.store.journey;

import dev.whatsway.journey.definition.StepKind;
import dev.whatsway.journey.step.CoreSteps;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Definitions of journeys in their canonical form, by the hash of it. One never changes. */
@Repository
public class JourneyPlans {

  /** Steps of other types may wait for anything. */
  private static final String[] CORE =
      CoreSteps.ALL.stream().map(StepKind::type).toArray(String[]::new);

  private final JdbcClient jdbc;
  private final Clock clock;

  public JourneyPlans(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Keeps a definition; one that is there already stays as it is. */
  public void keep(UUID accountId, String hash, String definition) {
    jdbc.sql(
            """
            INSERT INTO journey_plans (account_id, hash, definition, templates, awaits, created_at)
            SELECT :account, :hash, :definition, ARRAY(
              SELECT DISTINCT (s -> 'template' ->> 'name') || '/' || (s -> 'template' ->> 'language')
              FROM jsonb_array_elements(:definition::jsonb -> 'steps') AS s
              WHERE s ->> 'type' = 'send'), ARRAY(
              SELECT DISTINCT a.told FROM (
                SELECT s ->> 'event' AS awaited FROM jsonb_array_elements(:definition::jsonb -> 'steps') AS s
                WHERE s ->> 'type' = 'wait_for'
                UNION ALL
                SELECT r ->> 'on' FROM jsonb_array_elements(:definition::jsonb -> 'exit_rules') AS r
                UNION ALL
                SELECT 'any' FROM jsonb_array_elements(:definition::jsonb -> 'steps') AS s
                WHERE s ->> 'type' <> ALL (:core)) AS w
              -- Meta leaves delivered out where it tells of read.
              JOIN (VALUES ('delivered', 'delivered'), ('delivered', 'read'), ('read', 'read'),
                ('clicked', 'clicked'), ('replied', 'replied'), ('any', 'sent'), ('any', 'delivered'),
                ('any', 'read'), ('any', 'clicked'), ('any', 'replied')) AS a (awaited, told)
                USING (awaited)), :now
            ON CONFLICT DO NOTHING
            """)
        .param("account", accountId)
        .param("hash", hash)
        .param("definition", definition)
        .param("core", CORE)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Returns a definition; empty where the account has none of this hash. */
  public Optional<String> find(UUID accountId, String hash) {
    return jdbc.sql(
            "SELECT definition FROM journey_plans WHERE account_id = :account AND hash = :hash")
        .param("account", accountId)
        .param("hash", hash)
        .query(String.class)
        .optional();
  }
}
