package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.store.message.Attempt.Outcome;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records how a call to Meta ended. A webhook may have told more by then, so an outcome is written
 * only over none or over {@code unknown}, and it raises the message only from {@code queued} or
 * {@code unknown}: it never lowers a status. Each method may be repeated.
 */
@Repository
public class OutcomeLedger {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public OutcomeLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Meta took the message and gave it its wamid. */
  public void accepted(UUID attemptId, int httpStatus, @Nullable String wamid) {
    transaction.executeWithoutResult(
        status -> {
          finish(attemptId, Outcome.ACCEPTED, httpStatus, null, wamid);
          jdbc.sql(
                  """
                  UPDATE messages m SET
                    status = CASE WHEN m.status IN ('queued', 'unknown') THEN 'accepted' ELSE m.status END,
                    accepted_at = LEAST(m.accepted_at, :now),
                    route = CASE WHEN m.wamid IS NULL THEN a.route ELSE m.route END,
                    fell_back = m.fell_back OR (m.wamid IS NULL AND a.route = 'cloud' AND EXISTS (
                      SELECT FROM attempts r WHERE r.message_id = m.id AND r.outcome = 'refused')),
                    wamid = COALESCE(m.wamid, :wamid),
                    hold_reason = NULL,
                    updated_at = :now
                  FROM attempts a
                  WHERE a.id = :attempt AND m.id = a.message_id
                  """)
              .param("attempt", attemptId)
              .param("wamid", wamid)
              .param("now", Rows.at(clock.instant()))
              .update();
        });
  }

  /** MM refused definitely; the message stays queued for its compensation. */
  public void refused(UUID attemptId, int httpStatus, Failure failure) {
    transaction.executeWithoutResult(
        status -> {
          finish(attemptId, Outcome.REFUSED, httpStatus, failure, null);
          keepQueued(attemptId, null);
        });
  }

  /**
   * Nothing was sent, and the same call may succeed later.
   *
   * @param httpStatus null where Meta was not reached
   */
  public void retryable(UUID attemptId, @Nullable Integer httpStatus, Failure failure) {
    transaction.executeWithoutResult(
        status -> finish(attemptId, Outcome.RETRYABLE, httpStatus, failure, null));
  }

  /** Meta asked to slow down. */
  public void rateLimited(UUID attemptId, int httpStatus, Failure failure, String scope) {
    transaction.executeWithoutResult(
        status -> {
          finish(attemptId, Outcome.RATE_LIMITED, httpStatus, failure, null);
          keepQueued(attemptId, "rate-limited:" + scope);
        });
  }

  /** Refused for good: the message has failed. */
  public void rejected(UUID attemptId, int httpStatus, Failure failure) {
    transaction.executeWithoutResult(
        status -> {
          finish(attemptId, Outcome.REJECTED, httpStatus, failure, null);
          jdbc.sql(
                  """
                  UPDATE messages m SET status = 'failed', failed_at = :now, route = a.route,
                    error_code = :code, error_title = :title, error_details = :details,
                    hold_reason = NULL, updated_at = :now
                  FROM attempts a
                  WHERE a.id = :attempt AND m.id = a.message_id AND a.outcome = 'rejected'
                    AND m.status IN ('queued', 'unknown')
                  """)
              .param("attempt", attemptId)
              .param("code", failure.code())
              .param("title", failure.title())
              .param("details", failure.details())
              .param("now", Rows.at(clock.instant()))
              .update();
        });
  }

  /**
   * The answer was lost.
   *
   * @return whether the outcome is indeed unknown; false where a webhook has told it by now
   */
  public boolean lost(UUID attemptId, @Nullable Integer httpStatus) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean unknown = finish(attemptId, Outcome.UNKNOWN, httpStatus, null, null) > 0;
              if (unknown) {
                keepQueued(attemptId, "answer-lost");
              }
              return unknown;
            }));
  }

  private int finish(
      UUID attemptId,
      Outcome outcome,
      @Nullable Integer httpStatus,
      @Nullable Failure failure,
      @Nullable String wamid) {
    return jdbc.sql(
            """
            UPDATE attempts SET outcome = :outcome, finished_at = :now, http_status = :http,
              error_code = :code, error_title = :title, error_details = :details,
              wamid = COALESCE(wamid, :wamid)
            WHERE id = :id AND (outcome IS NULL OR outcome = 'unknown')
            """)
        .param("id", attemptId)
        .param("outcome", outcome.wire())
        .param("http", httpStatus)
        .param("code", failure == null ? null : failure.code())
        .param("title", failure == null ? null : failure.title())
        .param("details", failure == null ? null : failure.details())
        .param("wamid", wamid)
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  private void keepQueued(UUID attemptId, @Nullable String holdReason) {
    jdbc.sql(
            """
            UPDATE messages m SET route = a.route, hold_reason = :hold, updated_at = :now
            FROM attempts a
            WHERE a.id = :attempt AND m.id = a.message_id AND m.status = 'queued'
            """)
        .param("attempt", attemptId)
        .param("hold", holdReason)
        .param("now", Rows.at(clock.instant()))
        .update();
  }
}
