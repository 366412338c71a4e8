package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.cost.Charge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A message as a webhook finds it, its row locked, and as the webhook leaves it.
 *
 * @param inLane whether its campaign is tracked by the ledger alone
 * @param hasWorkflow false, too, where it has no campaign
 * @param heldByMeta whether Meta has taken it but keeps it back
 */
record MovedMessage(
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

  /** Meta's {@code message_status} of a message that it does not hold. */
  private static final String TAKEN = "accepted";

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK =
      """
      SELECT m.*, c.tracking FROM messages m LEFT JOIN campaigns c ON c.id = m.campaign_id
      WHERE m.id = ANY(:ids) ORDER BY m.id FOR UPDATE OF m
      """;

  /** Locks messages until the transaction ends. */
  static Map<UUID, MovedMessage> lock(JdbcClient jdbc, Collection<UUID> ids) {
    Map<UUID, MovedMessage> messages = new HashMap<>();
    jdbc.sql(LOCK)
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            row -> {
              messages.put(Rows.uuid(row, "id"), read(row));
            });
    return messages;
  }

  private static MovedMessage read(ResultSet row) throws SQLException {
    return new MovedMessage(
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

  MovedMessage with(Standing after, @Nullable String told, StatusUpdate update) {
    StatusUpdate.Pricing pricing = update.pricing();
    return new MovedMessage(
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
            new Charge(recipient, pricingCategory, pricingType, billable, standing.deliveredAt()));
  }

  private static <T> @Nullable T first(@Nullable T told, @Nullable T known) {
    return told == null ? known : told;
  }
}
