package dev.whatsway.store.template;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When each WABA's templates are next fetched: once, however many numbers it has. */
@Repository
public class TemplateSyncs {

  /** Channels look every six hours, and the first to look must find it due. */
  private static final Duration EVERY = Duration.ofMinutes(350);

  /** Whoever takes a fetch and ends without a word has it taken by another after this. */
  private static final Duration LEASE = Duration.ofMinutes(10);

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
   * @return the lease with which the caller has to fetch; empty where it has not
   */
  public Optional<Instant> take(UUID accountId, String wabaId) {
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
            UPDATE template_syncs SET due_at = :lease
            WHERE account_id = :account AND waba_id = :waba AND due_at <= :now
            RETURNING due_at
            """)
        .params(waba)
        .param("lease", in(LEASE))
        .param("now", in(Duration.ZERO))
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** A fetch that was taken is done. */
  public void done(UUID accountId, String wabaId, Instant lease) {
    giveBack(accountId, wabaId, lease, in(EVERY));
  }

  /** A fetch that was taken has failed. */
  public void failed(UUID accountId, String wabaId, Instant lease) {
    giveBack(accountId, wabaId, lease, in(AFTER_A_FAILURE));
  }

  /** What was found outdated while it was fetched stays due: the pages may be older than that. */
  private void giveBack(UUID accountId, String wabaId, Instant lease, OffsetDateTime next) {
    jdbc.sql(
            """
            UPDATE template_syncs SET due_at = :next
            WHERE account_id = :account AND waba_id = :waba AND due_at = :lease
            """)
        .param("next", next)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("lease", lease.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * What is stored is known to be old: the fetch is due, and the channels of the WABA look now, of
   * which the first takes it. One of them alone may be unable to.
   */
  public void outdated(UUID accountId, String wabaId) {
    jdbc.sql(
            """
            INSERT INTO template_syncs VALUES (:account, :waba, :at)
            ON CONFLICT (account_id, waba_id) DO UPDATE SET due_at = excluded.due_at
            """)
        .param("account", accountId)
        .param("waba", wabaId)
        .param("at", in(Duration.ZERO))
        .update();
    // The time moves: who is just told of a change before does not mark this one told.
    jdbc.sql(
            """
            UPDATE channels SET told = false,
              updated_at = GREATEST(:now, updated_at + interval '1 microsecond')
            WHERE account_id = :account AND waba_id = :waba
            """)
        .param("now", in(Duration.ZERO))
        .param("account", accountId)
        .param("waba", wabaId)
        .update();
  }

  private OffsetDateTime in(Duration time) {
    Instant at = clock.instant().plus(time);
    return at.atOffset(ZoneOffset.UTC);
  }
}
