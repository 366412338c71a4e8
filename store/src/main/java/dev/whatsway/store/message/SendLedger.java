package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.Attempt.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides, before each call to Meta, whether it may be made, and makes that decision durable. One
 * transaction locks the message, looks at everything that may forbid the call and inserts the
 * attempt; only its commit allows the call. So whatever dies afterwards, the next look finds the
 * attempt, and a message is never offered twice without someone having allowed it.
 *
 * <p>The campaign's row is locked {@code FOR SHARE}: a pause waits for the claims under way, and no
 * claim starts after it.
 */
@Repository
public class SendLedger {

  private static final String LOCK_MESSAGE =
      """
      SELECT m.*, c.status AS campaign_status, c.category,
             k.opt_in_at, k.opted_out_at
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN contacts k ON k.id = m.contact_id
      WHERE m.id = :id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  public SendLedger(
      JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
    this.clock = clock;
  }

  /**
   * Claims one attempt, or tells why not.
   *
   * @param round the workflow's count of sends of this message, from 1
   * @throws NoSuchElementException when there is no such message
   */
  public Claim claim(UUID messageId, int round, Route route) {
    return Objects.requireNonNull(
        transaction.execute(status -> claimLocked(messageId, round, route)));
  }

  private Claim claimLocked(UUID messageId, int round, Route route) {
    Locked message =
        jdbc.sql(LOCK_MESSAGE)
            .param("id", messageId)
            .query(this::locked)
            .optional()
            .orElseThrow(() -> new NoSuchElementException("No message " + messageId));
    List<Attempt> attempts = attempts(messageId);
    SendResult known = alreadyKnown(message, attempts, round, route);
    if (known == null) {
      known = refusedByGate(message);
    }
    return known == null ? grant(message, attempts, round, route) : new Claim.Answered(known);
  }

  private @Nullable SendResult alreadyKnown(
      Locked message, List<Attempt> attempts, int round, Route route) {
    if (message.status != MessageStatus.QUEUED) {
      return ended(message, attempts);
    }
    for (Attempt attempt : attempts) {
      if (attempt.inFlight()) {
        // Its worker died, or still waits for Meta after Temporal has given up on it.
        loseAnswer(message.outgoing.messageId(), attempt.id());
        return new SendResult.Unknown(attempt.id(), "the worker was lost during the call");
      }
      // An unknown attempt of an earlier round has been given up on by the channel's policy.
      if (attempt.outcome() == Outcome.UNKNOWN && attempt.round() >= round) {
        return new SendResult.Unknown(attempt.id(), "the answer was lost");
      }
    }
    return attempts.stream()
        .filter(attempt -> attempt.round() == round && attempt.route() == route)
        .reduce((earlier, later) -> later)
        .map(this::repeated)
        .orElse(null);
  }

  /** Answers a retry by Temporal whose first try had its outcome recorded, but not reported. */
  private @Nullable SendResult repeated(Attempt attempt) {
    Failure failure =
        attempt.failure() == null ? new Failure(0, "refused", null) : attempt.failure();
    return switch (Objects.requireNonNull(attempt.outcome())) {
      case REFUSED -> new SendResult.Refused(attempt.id(), failure);
      case RATE_LIMITED ->
          new SendResult.RateLimited(
              attempt.id(), SendResult.RateLimited.Scope.NUMBER, Duration.ofSeconds(10), failure);
      default -> null;
    };
  }

  private static SendResult ended(Locked message, List<Attempt> attempts) {
    Attempt last =
        attempts.stream()
            .filter(attempt -> attempt.outcome() == Outcome.ACCEPTED)
            .findFirst()
            .orElse(attempts.isEmpty() ? null : attempts.get(attempts.size() - 1));
    UUID attemptId = last == null ? message.outgoing.messageId() : last.id();
    return switch (message.status) {
      case FAILED ->
          new SendResult.Rejected(
              attemptId, Objects.requireNonNullElse(message.failure, new Failure(0, "", null)));
      case SKIPPED, CANCELED, UNKNOWN ->
          new SendResult.NotSent(
              message.status,
              Objects.requireNonNullElse(message.skipReason, message.status.wire()));
      default -> new SendResult.Accepted(attemptId, message.wamid);
    };
  }

  private @Nullable SendResult refusedByGate(Locked message) {
    UUID id = message.outgoing.messageId();
    if (message.campaign == CampaignStatus.PAUSED) {
      hold(id, "paused");
      return new SendResult.Held("the campaign is paused");
    }
    if (message.campaign != CampaignStatus.RUNNING) {
      return end(id, MessageStatus.CANCELED, "campaign-" + message.campaign.wire());
    }
    if (message.marketing && message.optedOutAt != null && !optedInAgain(message)) {
      return end(id, MessageStatus.SKIPPED, "opted-out");
    }
    if (message.marketing && message.optInAt == null) {
      return end(id, MessageStatus.SKIPPED, "no-consent");
    }
    return null;
  }

  private static boolean optedInAgain(Locked message) {
    return message.optInAt != null && message.optInAt.isAfter(message.optedOutAt);
  }

  private Claim grant(Locked message, List<Attempt> attempts, int round, Route route) {
    List<Attempt> before =
        attempts.stream().filter(a -> a.round() == round && a.route() == route).toList();
    UUID attemptId = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at)
            VALUES (:id, :message, :campaign, :route, :round, :number, :now)
            """)
        .param("id", attemptId)
        .param("message", message.outgoing.messageId())
        .param("campaign", message.outgoing.campaignId())
        .param("route", route.wire())
        .param("round", round)
        .param("number", before.size() + 1)
        .param("now", now())
        .update();
    if (message.held) {
      hold(message.outgoing.messageId(), null);
    }
    return new Claim.Granted(
        attemptId,
        (int) before.stream().filter(attempt -> attempt.httpStatus() != null).count(),
        (int) attempts.stream().filter(a -> a.outcome() == Outcome.RATE_LIMITED).count(),
        attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.REFUSED),
        message.outgoing);
  }

  private SendResult end(UUID messageId, MessageStatus status, String reason) {
    jdbc.sql(
            """
            UPDATE messages SET status = :status, skip_reason = :reason, hold_reason = NULL,
              updated_at = :now
            WHERE id = :id
            """)
        .param("status", status.wire())
        .param("reason", reason)
        .param("now", now())
        .param("id", messageId)
        .update();
    return new SendResult.NotSent(status, reason);
  }

  private void loseAnswer(UUID messageId, UUID attemptId) {
    jdbc.sql("UPDATE attempts SET outcome = 'unknown', finished_at = :now WHERE id = :id")
        .param("now", now())
        .param("id", attemptId)
        .update();
    hold(messageId, "answer-lost");
  }

  private void hold(UUID messageId, @Nullable String reason) {
    jdbc.sql("UPDATE messages SET hold_reason = :reason, updated_at = :now WHERE id = :id")
        .param("reason", reason)
        .param("now", now())
        .param("id", messageId)
        .update();
  }

  private List<Attempt> attempts(UUID messageId) {
    return jdbc.sql("SELECT * FROM attempts WHERE message_id = :id ORDER BY round, started_at")
        .param("id", messageId)
        .query(Attempt::read)
        .list();
  }

  private @Nullable OffsetDateTime now() {
    return Rows.at(clock.instant());
  }

  private Locked locked(ResultSet row, int number) throws SQLException {
    Map<String, String> variables =
        json.readValue(row.getString("variables"), new TypeReference<>() {});
    return new Locked(
        MessageStatus.of(row.getString("status")),
        CampaignStatus.of(row.getString("campaign_status")),
        row.getString("category").equalsIgnoreCase("marketing"),
        Rows.instant(row, "opt_in_at"),
        Rows.instant(row, "opted_out_at"),
        row.getString("hold_reason") != null,
        row.getString("skip_reason"),
        row.getString("wamid"),
        Rows.failure(row),
        new Claim.Outgoing(
            Rows.uuid(row, "id"),
            Rows.uuid(row, "campaign_id"),
            Rows.uuid(row, "channel_id"),
            row.getString("recipient_number"),
            row.getString("template_name"),
            row.getString("template_language"),
            variables));
  }

  private record Locked(
      MessageStatus status,
      CampaignStatus campaign,
      boolean marketing,
      @Nullable Instant optInAt,
      @Nullable Instant optedOutAt,
      boolean held,
      @Nullable String skipReason,
      @Nullable String wamid,
      @Nullable Failure failure,
      Claim.Outgoing outgoing) {}
}
