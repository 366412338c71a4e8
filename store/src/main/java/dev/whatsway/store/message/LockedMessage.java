package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.pacing.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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
    Person person,
    boolean template,
    boolean held,
    @Nullable String skipReason,
    @Nullable String wamid,
    @Nullable Failure failure,
    UUID contactId,
    SendLimits.Candidate candidate,
    Claim.Outgoing outgoing) {

  /**
   * What stands of the person the message is for. Their row is not locked: whoever opts them out or
   * erases them waits for this transaction (StopBarrier).
   *
   * @param serviceUntil until when they may be written to without a template; null where they never
   *     wrote to this number
   */
  record Person(
      @Nullable Instant optInAt,
      @Nullable Instant optedOutAt,
      boolean erased,
      @Nullable Instant serviceUntil) {

    /** Returns whether their latest word on marketing was no. */
    boolean optedOut() {
      return optedOutAt != null && (optInAt == null || !optInAt.isAfter(optedOutAt));
    }

    boolean windowOpen(Instant at) {
      return serviceUntil != null && serviceUntil.isAfter(at);
    }
  }

  private static final Duration DELIVERY = Duration.ofMinutes(15);

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK =
      """
      SELECT m.*, c.status AS campaign_status, c.category, c.consent_needed,
             COALESCE(c.end_at, c.started_at + interval '168 hours') AS ends_at,
             k.opt_in_at, k.opted_out_at, k.erased_at, w.service_until,
             n.account_id, COALESCE(n.portfolio_id, n.waba_id) AS portfolio, n.messaging_limit
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN channels n ON n.id = m.channel_id
      JOIN contacts k ON k.id = m.contact_id
      LEFT JOIN service_windows w ON w.contact_id = m.contact_id AND w.channel_id = m.channel_id
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

  Suppressions.Number number() {
    return new Suppressions.Number(candidate.accountId(), candidate.recipient());
  }

  LineChoice.Asking asking() {
    return new LineChoice.Asking(outgoing.campaignId(), contactId);
  }

  /**
   * Returns the message as the limits see it. Meta counts people into the portfolio's limit who are
   * written to outside of an open window ("Messaging limits"); a window that is about to close may
   * have closed when the message arrives.
   */
  SendLimits.Candidate candidate(Instant now) {
    return person.windowOpen(now.plus(DELIVERY))
        ? new SendLimits.Candidate(
            candidate.id(),
            candidate.channelId(),
            candidate.recipient(),
            candidate.accountId(),
            candidate.portfolio(),
            null)
        : candidate;
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
        new Person(
            Rows.instant(row, "opt_in_at"),
            Rows.instant(row, "opted_out_at"),
            row.getObject("erased_at") != null,
            Rows.instant(row, "service_until")),
        row.getString("message_type").equals("template"),
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
