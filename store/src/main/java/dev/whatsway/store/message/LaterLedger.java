package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageSettling.Deferral;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.audience.PhoneNumbers;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts off messages that Meta refused for the person's sake (131049, "Per-user marketing template
 * message limits"), at once or by a webhook after it had accepted them. One transaction locks the
 * message and, for share, its campaign, so that a campaign which closes meanwhile either waits for
 * the message or lets it fail.
 */
@Repository
public class LaterLedger {

  /** Meta's code of the per-user marketing limit. */
  private static final int CAP = 131049;

  /** The hold reason of a message that was put off. */
  static final String HOLD = "recipient-later";

  private static final String LOCK =
      """
      SELECT m.status, m.hold_reason, m.put_off_until, m.recipient_number,
        c.status AS campaign_status, c.marketing_cap_retries,
        COALESCE(c.end_at, c.started_at + interval '168 hours') AS ends_at
      FROM messages m JOIN campaigns c ON c.id = m.campaign_id
      WHERE m.id = :id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  /** Meta, "Per-user marketing template message limits": earlier tries are punished. */
  private static final Duration A_DAY = Duration.ofHours(24);

  /** Messages that were put off together come back apart. */
  private static final Duration APART = Duration.ofHours(1);

  private final RandomGenerator random = new SecureRandom();
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public LaterLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * Puts the message off for 24 to 25 hours, or fails it where it may not come again.
   *
   * @return where it stands then; not queued and not failed where something else decided it
   */
  public Deferral putOff(UUID messageId) {
    return putOff(messageId, A_DAY.plusMillis(random.nextLong(APART.toMillis())));
  }

  Deferral putOff(UUID messageId, Duration delay) {
    return Objects.requireNonNull(transaction.execute(status -> decide(messageId, delay)));
  }

  private Deferral decide(UUID messageId, Duration delay) {
    Locked message = jdbc.sql(LOCK).param("id", messageId).query(Locked::read).single();
    Refusal refusal = latest(messageId);
    boolean waits = message.status == MessageStatus.QUEUED && HOLD.equals(message.hold);
    if (waits && message.dueAt != null && message.dueAt.isAfter(clock.instant())) {
      return new Deferral(message.status, message.dueAt);
    }
    boolean failed = message.status == MessageStatus.FAILED && refusal.byWebhook;
    if (refusal.failure == null || refusal.failure.code() != CAP || !(waits || failed)) {
      return new Deferral(message.status, null);
    }
    Instant due = clock.instant().plus(delay);
    if (message.mayComeAgain(due, refusals(messageId))) {
      queue(messageId, due);
      return new Deferral(MessageStatus.QUEUED, due);
    }
    if (waits) {
      fail(messageId, refusal.failure);
    }
    return new Deferral(MessageStatus.FAILED, null);
  }

  private Refusal latest(UUID messageId) {
    return jdbc.sql(
            """
            SELECT outcome, error_code, error_title, error_details FROM attempts
            WHERE message_id = :id ORDER BY started_at DESC, number DESC LIMIT 1
            """)
        .param("id", messageId)
        .query(
            (row, number) -> {
              String outcome = row.getString("outcome");
              boolean later = "later".equals(outcome);
              boolean byWebhook = "failed".equals(outcome);
              return new Refusal(byWebhook, later || byWebhook ? Rows.failure(row) : null);
            })
        .optional()
        .orElse(new Refusal(false, null));
  }

  private int refusals(UUID messageId) {
    return jdbc.sql(
            """
            SELECT count(*) FROM attempts
            WHERE message_id = :id AND error_code = :code AND outcome IN ('later', 'failed')
            """)
        .param("id", messageId)
        .param("code", CAP)
        .query(Integer.class)
        .single();
  }

  /**
   * The wamid goes, so that the next acceptance gives the message its own; the attempt keeps it.
   * How far the message came before stays, as of any message that failed.
   */
  private void queue(UUID messageId, Instant due) {
    jdbc.sql(
            """
            UPDATE messages SET status = 'queued', hold_reason = :hold, put_off_until = :due,
              due_at = :due, wamid = NULL, message_status = NULL, failed_at = NULL, error_code = NULL,
              error_title = NULL, error_details = NULL, updated_at = :now
            WHERE id = :id
            """)
        .param("id", messageId)
        .param("hold", HOLD)
        .param("due", Rows.at(due))
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  private void fail(UUID messageId, Failure failure) {
    jdbc.sql(
            """
            UPDATE messages SET status = 'failed', hold_reason = NULL, failed_at = :now,
              error_code = :code, error_title = :title, error_details = :details, updated_at = :now
            WHERE id = :id
            """)
        .param("id", messageId)
        .param("code", failure.code())
        .param("title", failure.title())
        .param("details", failure.details())
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  private record Refusal(boolean byWebhook, @Nullable Failure failure) {}

  private record Locked(
      MessageStatus status,
      @Nullable String hold,
      @Nullable Instant dueAt,
      String recipient,
      CampaignStatus campaign,
      int retries,
      @Nullable Instant endsAt) {

    static Locked read(ResultSet row, int number) throws SQLException {
      return new Locked(
          MessageStatus.of(row.getString("status")),
          row.getString("hold_reason"),
          Rows.instant(row, "put_off_until"),
          row.getString("recipient_number"),
          CampaignStatus.of(row.getString("campaign_status")),
          row.getInt("marketing_cap_retries"),
          Rows.instant(row, "ends_at"));
    }

    boolean mayComeAgain(Instant due, int refusals) {
      boolean open = campaign == CampaignStatus.RUNNING || campaign == CampaignStatus.PAUSED;
      // Meta delivers no marketing to US numbers at all, and says so with the same code.
      boolean us = PhoneNumbers.country(recipient).filter("US"::equals).isPresent();
      return open && !us && refusals <= retries && (endsAt == null || due.isBefore(endsAt));
    }
  }
}
