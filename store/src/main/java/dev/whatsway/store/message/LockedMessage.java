package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.pacing.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message whose row this transaction has locked, with what is decided on beside it.
 *
 * @param endsAt from when on its campaign sends nothing; null before its start
 * @param dueAt when Meta lets it come again; null where Meta has not put it off
 * @param messageStatus Meta's word at the acceptance, null where there was none
 */
record LockedMessage(
    MessageStatus status,
    CampaignStatus campaign,
    @Nullable Instant endsAt,
    @Nullable Instant dueAt,
    @Nullable String messageStatus,
    @Nullable Instant optInAt,
    @Nullable Instant optedOutAt,
    boolean held,
    @Nullable String skipReason,
    @Nullable String wamid,
    @Nullable Failure failure,
    UUID contactId,
    SendLimits.Candidate candidate,
    Claim.Outgoing outgoing) {

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK =
      """
      SELECT m.*, c.status AS campaign_status, c.category, c.consent_needed,
             COALESCE(c.end_at, c.started_at + interval '168 hours') AS ends_at,
             k.opt_in_at, k.opted_out_at,
             n.account_id, COALESCE(n.portfolio_id, n.waba_id) AS portfolio, n.messaging_limit
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN channels n ON n.id = m.channel_id
      JOIN contacts k ON k.id = m.contact_id
      WHERE m.id = ANY(:ids)
      ORDER BY m.id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  /** Locks the messages that are there, in the order of their ids. */
  static Map<UUID, LockedMessage> lock(JdbcClient jdbc, JsonMapper json, UUID[] ids) {
    Map<UUID, LockedMessage> messages = new HashMap<>();
    jdbc.sql(LOCK)
        .param("ids", ids)
        .query((row, number) -> read(json, row))
        .list()
        .forEach(message -> messages.put(message.id(), message));
    return messages;
  }

  UUID id() {
    return outgoing.messageId();
  }

  LineChoice.Asking asking() {
    return new LineChoice.Asking(outgoing.campaignId(), contactId);
  }

  @Nullable String heldByMeta() {
    return "accepted".equals(messageStatus) ? null : messageStatus;
  }

  private static LockedMessage read(JsonMapper json, ResultSet row) throws SQLException {
    Map<String, String> variables =
        json.readValue(row.getString("variables"), new TypeReference<>() {});
    return new LockedMessage(
        MessageStatus.of(row.getString("status")),
        CampaignStatus.of(row.getString("campaign_status")),
        Rows.instant(row, "ends_at"),
        Rows.instant(row, "put_off_until"),
        row.getString("message_status"),
        Rows.instant(row, "opt_in_at"),
        Rows.instant(row, "opted_out_at"),
        row.getString("hold_reason") != null,
        row.getString("skip_reason"),
        row.getString("wamid"),
        Rows.failure(row),
        Rows.uuid(row, "contact_id"),
        new SendLimits.Candidate(
            Rows.uuid(row, "id"),
            Rows.uuid(row, "channel_id"),
            row.getString("recipient_number"),
            Rows.uuid(row, "account_id"),
            row.getString("portfolio"),
            row.getString("messaging_limit")),
        new Claim.Outgoing(
            Rows.uuid(row, "id"),
            Rows.uuid(row, "campaign_id"),
            Rows.uuid(row, "channel_id"),
            row.getString("recipient_number"),
            row.getString("template_name"),
            row.getString("template_language"),
            variables,
            row.getBoolean("consent_needed")
                || row.getString("category").equalsIgnoreCase("marketing")));
  }
}
