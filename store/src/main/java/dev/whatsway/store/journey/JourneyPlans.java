package dev.whatsway.store.journey;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Definitions of journeys in their canonical form, by the hash of it. One never changes. */
@Repository
public class JourneyPlans {

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
            INSERT INTO journey_plans (account_id, hash, definition, templates, created_at)
            SELECT :account, :hash, :definition, ARRAY(
              SELECT DISTINCT (s -> 'template' ->> 'name') || '/' || (s -> 'template' ->> 'language')
              FROM jsonb_array_elements(:definition::jsonb -> 'steps') AS s
              WHERE s ->> 'type' = 'send'), :now
            ON CONFLICT DO NOTHING
            """)
        .param("account", accountId)
        .param("hash", hash)
        .param("definition", definition)
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
