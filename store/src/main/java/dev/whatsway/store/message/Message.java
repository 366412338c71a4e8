package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message as stored. Times are null for what has not happened.
 *
 * @param campaignId null for a message of the gateway
 * @param ordinal 0 for a message of the gateway
 * @param contactId null where the gateway was given a BSUID whose number is not known
 * @param recipient E.164 with its plus sign, else the BSUID
 * @param type Meta's {@code type}
 * @param templateName null for what is not a template, as is the language
 * @param skipReason why it was skipped or canceled, null otherwise
 * @param holdReason why a queued one waits, null when it does not
 * @param putOffUntil when a queued one comes again that Meta put off or quiet hours hold, null for
 *     one that neither did
 * @param messageStatus Meta's {@code message_status} of the acceptance, null before it
 * @param resent whether it was sent again after an answer that stayed lost
 * @param route null before the first attempt
 * @param hasWorkflow false where its campaign is tracked by the ledger alone, or there is none
 */
public record Message(
    UUID id,
    @Nullable UUID campaignId,
    long ordinal,
    @Nullable UUID contactId,
    UUID channelId,
    String recipient,
    String type,
    @Nullable String templateName,
    @Nullable String templateLanguage,
    MessageStatus status,
    @Nullable String skipReason,
    @Nullable String holdReason,
    @Nullable Instant putOffUntil,
    @Nullable String messageStatus,
    boolean resent,
    @Nullable Route route,
    boolean fellBack,
    @Nullable String wamid,
    @Nullable Pricing pricing,
    @Nullable Failure failure,
    Times times,
    boolean hasWorkflow) {

  /** What Meta charged it as; cost and currency are null where not known. */
  public record Pricing(
      String category,
      @Nullable String type,
      @Nullable Boolean billable,
      @Nullable BigDecimal cost,
      @Nullable String currency) {}

  /** When it got where. */
  public record Times(
      Instant created,
      @Nullable Instant accepted,
      @Nullable Instant sent,
      @Nullable Instant delivered,
      @Nullable Instant read,
      @Nullable Instant clicked,
      @Nullable Instant replied,
      @Nullable Instant failed) {}

  static Message read(ResultSet row, int number) throws SQLException {
    String route = row.getString("route");
    return new Message(
        Rows.uuid(row, "id"),
        Rows.uuid(row, "campaign_id"),
        row.getLong("ordinal"),
        Rows.uuid(row, "contact_id"),
        Rows.uuid(row, "channel_id"),
        row.getString("recipient_number"),
        row.getString("message_type"),
        row.getString("template_name"),
        row.getString("template_language"),
        MessageStatus.of(row.getString("status")),
        row.getString("skip_reason"),
        row.getString("hold_reason"),
        Rows.instant(
            row, SendGate.QUIET.equals(row.getString("hold_reason")) ? "due_at" : "put_off_until"),
        row.getString("message_status"),
        row.getBoolean("resent"),
        route == null ? null : Route.of(route),
        row.getBoolean("fell_back"),
        row.getString("wamid"),
        pricing(row),
        Rows.failure(row),
        times(row),
        "message-workflow".equals(row.getString("tracking")));
  }

  private static @Nullable Pricing pricing(ResultSet row) throws SQLException {
    String category = row.getString("pricing_category");
    return category == null
        ? null
        : new Pricing(
            category,
            row.getString("pricing_type"),
            row.getObject("billable", Boolean.class),
            row.getBigDecimal("cost"),
            row.getString("cost_currency"));
  }

  private static Times times(ResultSet row) throws SQLException {
    return new Times(
        Objects.requireNonNull(Rows.instant(row, "created_at")),
        Rows.instant(row, "accepted_at"),
        Rows.instant(row, "sent_at"),
        Rows.instant(row, "delivered_at"),
        Rows.instant(row, "read_at"),
        Rows.instant(row, "clicked_at"),
        Rows.instant(row, "replied_at"),
        Rows.instant(row, "failed_at"));
  }

  /** Leaves out the recipient: whoever logs this record must not log a person. */
  @Override
  public String toString() {
    return "Message[id=" + id + ", status=" + status.wire() + "]";
  }
}
