package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.cost.Charge;
import dev.whatsway.store.cost.Cost;
import dev.whatsway.store.cost.Rates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies what webhooks say. An event that finds an attempt without an outcome, or with an unknown
 * one, settles it: Meta can only speak of what it has taken.
 */
@Repository
public class StatusLedger {

  /**
   * Of the account that the event is of: whoever else knows an id must not move the message. The
   * commit does not wait for the disk: the event leaves the inbox in a later commit, which no crash
   * keeps without this one, and until then it comes again.
   */
  private static final String OF_ACCOUNT =
      """
      SELECT a.*, set_config('synchronous_commit', 'off', true) FROM attempts a LEFT JOIN campaigns c ON c.id = a.campaign_id
      WHERE a.%s = :key AND (:account::uuid IS NULL OR :account::uuid = COALESCE(c.account_id, (
        SELECT h.account_id FROM messages m JOIN channels h ON h.id = m.channel_id WHERE m.id = a.message_id)))
      ORDER BY a.started_at LIMIT 1
      """;

  private static final String BY_ATTEMPT = OF_ACCOUNT.formatted("id");
  private static final String BY_WAMID = OF_ACCOUNT.formatted("wamid");

  /** Meta's {@code message_status} of a message that it does not hold. */
  private static final String TAKEN = "accepted";

  /** What stands instead of a wamid where the person was erased. */
  private static final String ERASED = "erased:";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final LaterLedger later;
  private final Rates rates;
  private final Clock clock;

  @Autowired
  public StatusLedger(
      JdbcClient jdbc, PlatformTransactionManager transactions, Rates rates, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.later = new LaterLedger(jdbc, transactions, clock);
    this.rates = rates;
    this.clock = clock;
  }

  /** One that knows no rates. */
  public StatusLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this(jdbc, transactions, Rates.none(), clock);
  }

  /**
   * Applies one update in a transaction of its own (or the caller's, where one is open).
   *
   * @return empty where no message is found: the webhook may have overtaken the record of Meta's
   *     answer, so try again a little later
   */
  public Optional<Applied> apply(StatusUpdate update) {
    return Objects.requireNonNull(
        transaction.execute(status -> find(update).map(a -> apply(a, update))));
  }

  /**
   * What an update did.
   *
   * @param changed false for a duplicate or a late one; such an event need not be signaled
   * @param counts false for an event of a send that the message no longer goes by; such an event
   *     must not be signaled
   * @param campaignId null for a message of the gateway
   * @param hasWorkflow false where the campaign is tracked by the ledger alone, or there is none
   * @param acceptedAt null where Meta is not known to have taken the message
   * @param expected false where somebody may wait for the event: it tells that Meta has taken the
   *     message after all, or has let go of what it held
   */
  public record Applied(
      UUID messageId,
      @Nullable UUID campaignId,
      MessageStatus status,
      boolean changed,
      boolean counts,
      boolean hasWorkflow,
      @Nullable Instant acceptedAt,
      boolean expected) {}

  private Optional<Sent> find(StatusUpdate update) {
    Optional<Sent> byAttempt =
        update.attemptId() == null
            ? Optional.empty()
            : find(BY_ATTEMPT, update.attemptId(), update);
    if (byAttempt.isPresent() || update.wamid() == null) {
      return byAttempt;
    }
    return find(BY_WAMID, update.wamid(), update);
  }

  private Optional<Sent> find(String sql, Object key, StatusUpdate update) {
    return jdbc.sql(sql)
        .param("key", key)
        .param("account", update.accountId())
        .query(
            (row, number) ->
                new Sent(
                    Rows.uuid(row, "id"),
                    Rows.uuid(row, "message_id"),
                    Rows.uuid(row, "campaign_id"),
                    row.getString("route"),
                    "failed".equals(row.getString("outcome"))))
        .optional();
  }

  private Applied apply(Sent attempt, StatusUpdate update) {
    Current before =
        jdbc.sql(
                """
                SELECT m.*, c.tracking FROM messages m LEFT JOIN campaigns c ON c.id = m.campaign_id
                WHERE m.id = :id FOR UPDATE OF m
                """)
            .param("id", attempt.messageId)
            .query(Current::read)
            .single();
    if (before.standing.status() != MessageStatus.FAILED && hasFailed(attempt, before)) {
      // Failed is the end of an attempt; its message has been put off, or sent again by now.
      return new Applied(
          attempt.messageId,
          attempt.campaignId,
          before.standing.status(),
          false,
          false,
          before.hasWorkflow,
          before.standing.acceptedAt(),
          false);
    }
    boolean settled = settle(attempt, update);
    boolean ofThisSend =
        before.wamid == null
            || before.wamid.startsWith(ERASED)
            || before.wamid.equals(wamid(update, before));
    Standing after = known(before, settled, update).after(update.event(), ofThisSend);
    Current now = before.with(after, wamid(update, before), update);
    if (!now.equals(before) || settled) {
      write(attempt, now);
    }
    if (settled) {
      new ReachedContacts(jdbc).note(List.of(attempt.id), clock.instant());
    }
    if (after.status() == MessageStatus.FAILED && !after.equals(before.standing)) {
      fail(attempt, Objects.requireNonNull(update.event().failure()));
    }
    boolean changed = !after.equals(before.standing) || settled;
    if (changed && before.inLane && update.event().later()) {
      // Elsewhere the message's workflow asks for it; the gateway's client has to.
      later.putOff(attempt.messageId);
    }
    boolean counts = ofThisSend || update.event().kind() != Kind.FAILED;
    return new Applied(
        attempt.messageId,
        attempt.campaignId,
        after.status(),
        changed && counts,
        counts,
        before.hasWorkflow,
        after.acceptedAt(),
        !settled && before.standing.status().taken() && !before.heldByMeta);
  }

  /**
   * Who clicks has the message: a click that settles an attempt says that Meta took it, or the
   * message would stay queued and go out again.
   */
  private static Standing known(Current before, boolean settled, StatusUpdate update) {
    return settled && update.event().kind() == Kind.CLICKED
        ? before.standing.after(new MessageEvent(Kind.ACCEPTED, update.event().at(), null), true)
        : before.standing;
  }

  /** Looked up once more where the message was put off: perhaps while this update waited for it. */
  private boolean hasFailed(Sent attempt, Current message) {
    return attempt.failed
        || (message.putOff
            && jdbc.sql(
                    "SELECT outcome = 'failed' FROM attempts WHERE id = :id AND outcome IS NOT NULL")
                .param("id", attempt.id)
                .query(Boolean.class)
                .optional()
                .orElse(false));
  }

  private static @Nullable String wamid(StatusUpdate update, Current before) {
    return update.wamid() == null ? before.wamid : update.wamid();
  }

  private boolean settle(Sent attempt, StatusUpdate update) {
    return jdbc.sql(
                """
                UPDATE attempts SET outcome = 'accepted', finished_at = :now,
                  wamid = COALESCE(wamid, :wamid)
                WHERE id = :id AND (outcome IS NULL OR outcome = 'unknown')
                """)
            .param("now", Rows.at(clock.instant()))
            .param("wamid", update.wamid())
            .param("id", attempt.id)
            .update()
        > 0;
  }

  private void fail(Sent attempt, Failure failure) {
    jdbc.sql(
            """
            UPDATE attempts SET outcome = 'failed', error_code = :code, error_title = :title,
              error_details = :details
            WHERE id = :id
            """)
        .param("code", failure.code())
        .param("title", failure.title())
        .param("details", failure.details())
        .param("id", attempt.id)
        .update();
  }

  private void write(Sent attempt, Current now) {
    Standing standing = now.standing;
    Failure failure = standing.failure();
    Cost cost = now.charge().flatMap(rates::of).orElse(null);
    jdbc.sql(
            """
            UPDATE messages SET
              status = :status, accepted_at = :accepted, sent_at = :sent, delivered_at = :delivered,
              read_at = :read, clicked_at = :clicked, replied_at = :replied, failed_at = :failed,
              error_code = :code, error_title = :title, error_details = :details,
              fell_back = CASE WHEN wamid IS NULL THEN :route = 'cloud' AND EXISTS (
                SELECT FROM attempts r WHERE r.message_id = messages.id AND r.outcome = 'refused')
                ELSE fell_back END,
              route = CASE WHEN wamid IS NULL THEN :route ELSE route END,
              wamid = COALESCE(wamid, :wamid), pricing_category = :category, pricing_type = :type,
              billable = :billable, conversation_id = :conversation,
              cost = CASE WHEN :priced THEN :cost ELSE cost END,
              cost_currency = CASE WHEN :priced THEN :currency ELSE cost_currency END,
              saved = CASE WHEN :priced THEN :saved ELSE saved END,
              hold_reason = CASE WHEN :status = 'queued' THEN hold_reason END, updated_at = :now
            WHERE id = :id
            """)
        .param("status", standing.status().wire())
        .param("accepted", Rows.at(standing.acceptedAt()))
        .param("sent", Rows.at(standing.sentAt()))
        .param("delivered", Rows.at(standing.deliveredAt()))
        .param("read", Rows.at(standing.readAt()))
        .param("clicked", Rows.at(standing.clickedAt()))
        .param("replied", Rows.at(standing.repliedAt()))
        .param("failed", Rows.at(standing.failedAt()))
        .param("code", failure == null ? null : failure.code())
        .param("title", failure == null ? null : failure.title())
        .param("details", failure == null ? null : failure.details())
        .param("route", attempt.route)
        .param("wamid", now.wamid)
        .param("category", now.pricingCategory)
        .param("type", now.pricingType)
        .param("billable", now.billable)
        .param("conversation", now.conversationId)
        .param("priced", cost != null)
        .param("cost", cost == null ? null : cost.amount())
        .param("currency", cost == null ? null : cost.currency())
        .param("saved", cost == null ? null : cost.saved())
        .param("now", Rows.at(clock.instant()))
        .param("id", attempt.messageId)
        .update();
  }

  private record Sent(
      UUID id, UUID messageId, @Nullable UUID campaignId, String route, boolean failed) {}

  private record Current(
      Standing standing,
      boolean putOff,
      boolean inLane,
      boolean hasWorkflow,
      boolean heldByMeta,
      String recipient,
      @Nullable String wamid,
      @Nullable String pricingCategory,
      @Nullable String pricingType,
      @Nullable Boolean billable,
      @Nullable String conversationId) {

    static Current read(ResultSet row, int number) throws SQLException {
      return new Current(
          new Standing(
              MessageStatus.of(row.getString("status")),
              Rows.instant(row, "accepted_at"),
              Rows.instant(row, "sent_at"),
              Rows.instant(row, "delivered_at"),
              Rows.instant(row, "read_at"),
              Rows.instant(row, "clicked_at"),
              Rows.instant(row, "replied_at"),
              Rows.instant(row, "failed_at"),
              Rows.failure(row)),
          row.getObject("put_off_until") != null,
          "ledger".equals(row.getString("tracking")),
          "message-workflow".equals(row.getString("tracking")),
          !TAKEN.equals(Objects.requireNonNullElse(row.getString("message_status"), TAKEN)),
          row.getString("recipient_number"),
          row.getString("wamid"),
          row.getString("pricing_category"),
          row.getString("pricing_type"),
          row.getObject("billable", Boolean.class),
          row.getString("conversation_id"));
    }

    Current with(Standing after, @Nullable String told, StatusUpdate update) {
      StatusUpdate.Pricing pricing = update.pricing();
      return new Current(
          after,
          putOff,
          inLane,
          hasWorkflow,
          heldByMeta,
          recipient,
          wamid == null ? told : wamid,
          pricing == null ? pricingCategory : first(pricing.category(), pricingCategory),
          pricing == null ? pricingType : first(pricing.type(), pricingType),
          pricing == null ? billable : first(pricing.billable(), billable),
          first(update.conversationId(), conversationId));
    }

    /** What Meta bills: a delivered message whose pricing it has told, in whichever order. */
    Optional<Charge> charge() {
      return pricingCategory == null || standing.deliveredAt() == null
          ? Optional.empty()
          : Optional.of(
              new Charge(
                  recipient, pricingCategory, pricingType, billable, standing.deliveredAt()));
    }

    private static <T> @Nullable T first(@Nullable T told, @Nullable T known) {
      return told == null ? known : told;
    }
  }
}
