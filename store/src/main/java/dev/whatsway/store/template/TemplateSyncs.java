package dev.whatsway.store.template;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When each WABA's templates are next fetched: once, however many numbers it has. */
@Repository
public class TemplateSyncs {

  /** Channels look every six hours, and the first to look must find it due. */
  private static final Duration EVERY = Duration.ofMinutes(350);

  private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  public TemplateSyncs(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Takes the fetch that is due, so that no other channel of the WABA does. A WABA that is new here
   * is due for the first time when its channel looks again: until then it is fetched where somebody
   * asks for it.
   *
   * @return whether the caller has to fetch
   */
  public boolean take(UUID accountId, String wabaId) {
    Map<String, Object> waba = Map.of("account", accountId, "waba", wabaId);
    jdbc.sql(
            """
            INSERT INTO template_syncs VALUES (:account, :waba, :next) ON CONFLICT DO NOTHING
            """)
        .params(waba)
        .param("next", in(EVERY))
        .update();
    return jdbc.sql(
                """
                UPDATE template_syncs SET due_at = :next
                WHERE account_id = :account AND waba_id = :waba AND due_at <= :now
                """)
            .params(waba)
            .param("next", in(EVERY))
            .param("now", in(Duration.ZERO))
            .update()
        == 1;
  }

  /** A fetch that was taken has failed. */
  public void failed(UUID accountId, String wabaId) {
    due(accountId, wabaId, in(AFTER_A_FAILURE));
  }

  /** What is stored is known to be old: the fetch is due, and a channel of the WABA looks now. */
  public void outdated(UUID accountId, String wabaId) {
    due(accountId, wabaId, in(Duration.ZERO));
    jdbc.sql(
            """
            UPDATE channels SET told = false WHERE id = (
              SELECT id FROM channels WHERE account_id = :account AND waba_id = :waba
              ORDER BY id LIMIT 1)
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .update();
  }

  private void due(UUID accountId, String wabaId, OffsetDateTime at) {
    jdbc.sql(
            """
            INSERT INTO template_syncs VALUES (:account, :waba, :at)
            ON CONFLICT (account_id, waba_id) DO UPDATE SET due_at = excluded.due_at
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("at", at)
        .update();
  }

  private OffsetDateTime in(Duration time) {
    Instant at = clock.instant().plus(time);
    return at.atOffset(ZoneOffset.UTC);
  }
}
