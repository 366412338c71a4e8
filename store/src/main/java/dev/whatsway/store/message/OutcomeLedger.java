package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.message.Attempt.Outcome;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records how calls to Meta ended. A webhook may have told more by then, so an outcome is written
 * only over none or over {@code unknown}, and it raises the message only from {@code queued} or
 * {@code unknown}: it never lowers a status. Recording may be repeated.
 */
@Repository
public class OutcomeLedger {

  /** What an acceptance sets of the message {@code m} whose attempt {@code a} was accepted. */
  private static final String ACCEPTANCE =
      """
      status = CASE WHEN m.status IN ('queued', 'unknown') THEN 'accepted' ELSE m.status END,
      accepted_at = LEAST(m.accepted_at, :now),
      route = CASE WHEN m.wamid IS NULL THEN a.route ELSE m.route END,
      fell_back = m.fell_back OR (m.wamid IS NULL AND a.route = 'cloud' AND EXISTS (
        SELECT FROM attempts r WHERE r.message_id = m.id AND r.outcome = 'refused')),
      hold_reason = NULL,
      updated_at = :now""";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final MarketingPreferences preferences;
  private final Clock clock;

  public OutcomeLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.preferences = new MarketingPreferences(jdbc, transactions, clock);
    this.clock = clock;
  }

  /**
   * Records one outcome.
   *
   * @return false where a webhook has told the outcome by now, so that this one changes nothing of
   *     the attempt
   */
  public boolean record(AttemptOutcome outcome) {
    return record(List.of(outcome)).contains(outcome.attemptId());
  }

  /**
   * Records outcomes in one transaction. Call it outside of one.
   *
   * @param outcomes at most one of an attempt
   * @return the attempts whose outcome it was that counts: not those that a webhook had told
   */
  public Set<UUID> record(Collection<? extends AttemptOutcome> outcomes) {
    stop(outcomes);
    List<Ended> ended = outcomes.stream().map(Ended::of).toList();
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              lockMessages(ended);
              Set<UUID> counted = finish(ended);
              accept(only(ended, Outcome.ACCEPTED));
              reject(only(ended, Outcome.REJECTED));
              keepQueued(
                  ended.stream()
                      .filter(e -> e.staysQueued() && counted.contains(e.attemptId))
                      .toList());
              noteReached(only(ended, Outcome.ACCEPTED));
              return counted;
            }));
  }

  /**
   * Records one acceptance as {@link #record} does, in one statement and without a flush to disk:
   * for somebody who waits for it. What a crash of PostgreSQL takes back leaves the attempt without
   * an outcome, which is never sent again.
   *
   * @param wamid null where Meta's answer had none
   * @param messageStatus Meta's word
   * @param flushed whether its transaction is flushed all the same, for what else is in it
   */
  public void accepted(
      UUID messageId,
      UUID attemptId,
      int http,
      @Nullable String wamid,
      String messageStatus,
      boolean flushed) {
    jdbc.sql(
            """
            WITH unflushed AS MATERIALIZED (
                SELECT set_config('synchronous_commit',
                  CASE WHEN :flushed THEN current_setting('synchronous_commit') ELSE 'off' END, true)),
              message AS MATERIALIZED (
                SELECT m.id, m.contact_id, m.channel_id FROM unflushed, messages m
                WHERE m.id = :message FOR UPDATE OF m),
              ended AS (
                UPDATE attempts a SET outcome = 'accepted', finished_at = :now,
                  http_status = :http, error_code = NULL, error_title = NULL,
                  error_details = NULL, wamid = COALESCE(a.wamid, :wamid)
                FROM message
                WHERE a.id = :attempt AND (a.outcome IS NULL OR a.outcome = 'unknown')),
              reached AS (
                INSERT INTO contact_channels (contact_id, channel_id, at)
                SELECT contact_id, channel_id, :now FROM message WHERE contact_id IS NOT NULL
                ON CONFLICT (contact_id, channel_id) DO UPDATE SET at = excluded.at)
            UPDATE messages m SET
              %s,
              wamid = COALESCE(m.wamid, :wamid),
              message_status = :word
            FROM message, attempts a
            WHERE m.id = message.id AND a.id = :attempt
            """
                .formatted(ACCEPTANCE))
        .param("flushed", flushed)
        .param("now", Rows.at(clock.instant()))
        .param("message", messageId)
        .param("attempt", attemptId)
        .param("http", http)
        .param("wamid", wamid)
        .param("word", messageStatus)
        .update();
  }

  /** Messages before attempts, as claims and webhooks do: so that none waits for another. */
  private void lockMessages(List<Ended> ended) {
    jdbc.sql(
            """
            SELECT id FROM messages
            WHERE id IN (SELECT message_id FROM attempts WHERE id = ANY(:attempts))
            ORDER BY id FOR UPDATE
            """)
        .param("attempts", ids(ended))
        .query(UUID.class)
        .list();
  }

  private Set<UUID> finish(List<Ended> ended) {
    return new HashSet<>(
        jdbc.sql(
                """
                UPDATE attempts a SET outcome = e.outcome, finished_at = :now,
                  http_status = e.http, error_code = e.code, error_title = e.title,
                  error_details = e.details, wamid = COALESCE(a.wamid, e.wamid)
                FROM unnest(:ids::uuid[], :outcomes::text[], :https::int[], :codes::int[],
                  :titles::text[], :details::text[], :wamids::text[])
                  AS e (id, outcome, http, code, title, details, wamid)
                WHERE a.id = e.id AND (a.outcome IS NULL OR a.outcome = 'unknown')
                RETURNING a.id
                """)
            .param("now", Rows.at(clock.instant()))
            .param("ids", ids(ended))
            .param("outcomes", array(ended, e -> e.outcome.wire(), String[]::new))
            .param("https", array(ended, e -> e.httpStatus, Integer[]::new))
            .param(
                "codes",
                array(ended, e -> e.failure == null ? null : e.failure.code(), Integer[]::new))
            .param(
                "titles",
                array(ended, e -> e.failure == null ? null : e.failure.title(), String[]::new))
            .param(
                "details",
                array(ended, e -> e.failure == null ? null : e.failure.details(), String[]::new))
            .param("wamids", array(ended, e -> e.wamid, String[]::new))
            .query(UUID.class)
            .list());
  }

  private void accept(List<Ended> accepted) {
    if (accepted.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages m SET
              %s,
              wamid = COALESCE(m.wamid, e.wamid),
              message_status = COALESCE(e.message_status, m.message_status)
            FROM unnest(:ids::uuid[], :wamids::text[], :states::text[])
              AS e (id, wamid, message_status)
            JOIN attempts a ON a.id = e.id
            WHERE m.id = a.message_id
            """
                .formatted(ACCEPTANCE))
        .param("now", Rows.at(clock.instant()))
        .param("ids", ids(accepted))
        .param("wamids", array(accepted, e -> e.wamid, String[]::new))
        .param("states", array(accepted, e -> e.messageStatus, String[]::new))
        .update();
  }

  private void reject(List<Ended> rejected) {
    if (rejected.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages m SET status = 'failed', failed_at = :now, route = a.route,
              error_code = a.error_code, error_title = a.error_title,
              error_details = a.error_details, hold_reason = NULL, updated_at = :now
            FROM attempts a
            WHERE a.id = ANY(:ids) AND m.id = a.message_id AND a.outcome = 'rejected'
              AND m.status IN ('queued', 'unknown')
            """)
        .param("now", Rows.at(clock.instant()))
        .param("ids", ids(rejected))
        .update();
  }

  /**
   * In a transaction of its own, before: an opt-out waits for the claims under way, and those may
   * wait for messages that this record locks.
   */
  private void stop(Collection<? extends AttemptOutcome> outcomes) {
    List<UUID> stopped =
        outcomes.stream()
            .filter(o -> o instanceof AttemptOutcome.Rejected rejected && rejected.stopped())
            .map(AttemptOutcome::attemptId)
            .toList();
    if (!stopped.isEmpty()) {
      preferences.stopAttempts(stopped, clock.instant());
    }
  }

  private void keepQueued(List<Ended> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages m SET route = a.route, hold_reason = e.hold, updated_at = :now
            FROM unnest(:ids::uuid[], :holds::text[]) AS e (id, hold)
            JOIN attempts a ON a.id = e.id
            WHERE m.id = a.message_id AND m.status = 'queued'
            """)
        .param("now", Rows.at(clock.instant()))
        .param("ids", ids(waiting))
        .param("holds", array(waiting, e -> e.holdReason, String[]::new))
        .update();
  }

  private void noteReached(List<Ended> accepted) {
    if (!accepted.isEmpty()) {
      new ReachedContacts(jdbc).note(List.of(ids(accepted)), clock.instant());
    }
  }

  private static List<Ended> only(List<Ended> ended, Outcome outcome) {
    return ended.stream().filter(e -> e.outcome == outcome).toList();
  }

  private static UUID[] ids(List<Ended> ended) {
    return array(ended, e -> e.attemptId, UUID[]::new);
  }

  private static <T> T[] array(
      List<Ended> ended, Function<Ended, @Nullable T> value, IntFunction<T[]> empty) {
    return ended.stream().map(value).toArray(empty);
  }

  /** An outcome as the columns of an attempt. */
  private record Ended(
      UUID attemptId,
      Outcome outcome,
      @Nullable Integer httpStatus,
      @Nullable Failure failure,
      @Nullable String wamid,
      @Nullable String messageStatus,
      @Nullable String holdReason) {

    private static Ended refused(
        UUID id, Outcome outcome, @Nullable Integer http, Failure failure, @Nullable String hold) {
      return new Ended(id, outcome, http, failure, null, null, hold);
    }

    static Ended of(AttemptOutcome outcome) {
      UUID id = outcome.attemptId();
      if (outcome instanceof AttemptOutcome.Accepted o) {
        return new Ended(
            id, Outcome.ACCEPTED, o.httpStatus(), null, o.wamid(), o.messageStatus(), null);
      }
      if (outcome instanceof AttemptOutcome.Refused o) {
        return refused(id, Outcome.REFUSED, o.httpStatus(), o.failure(), null);
      }
      if (outcome instanceof AttemptOutcome.Retryable o) {
        return refused(id, Outcome.RETRYABLE, o.httpStatus(), o.failure(), null);
      }
      if (outcome instanceof AttemptOutcome.RateLimited o) {
        return refused(
            id, Outcome.RATE_LIMITED, o.httpStatus(), o.failure(), "rate-limited:" + o.scope());
      }
      if (outcome instanceof AttemptOutcome.Later o) {
        return refused(id, Outcome.LATER, o.httpStatus(), o.failure(), LaterLedger.HOLD);
      }
      if (outcome instanceof AttemptOutcome.Rejected o) {
        return refused(id, Outcome.REJECTED, o.httpStatus(), o.failure(), null);
      }
      if (outcome instanceof AttemptOutcome.Stopped o) {
        return refused(id, Outcome.STOPPED, o.httpStatus(), o.failure(), SendLedger.STOPPED);
      }
      AttemptOutcome.Lost o = (AttemptOutcome.Lost) outcome;
      return new Ended(id, Outcome.UNKNOWN, o.httpStatus(), null, null, null, "answer-lost");
    }

    boolean staysQueued() {
      return outcome == Outcome.REFUSED
          || outcome == Outcome.RATE_LIMITED
          || outcome == Outcome.STOPPED
          || outcome == Outcome.LATER
          || outcome == Outcome.UNKNOWN;
    }
  }
}
