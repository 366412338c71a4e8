package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.journey.time.Spread;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.pacing.SendLimits;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.rules.RuleJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
 * @param dueAt when it comes again; null where neither Meta nor quiet hours have put it off
 * @param pinned whether its journey's step names the channel it stands at
 * @param messageStatus Meta's word at the acceptance, null where there was none
 * @param caps the account's
 * @param holdReason why it waits, null where it does not
 */
record LockedMessage(
    MessageStatus status,
    CampaignStatus campaign,
    @Nullable Instant endsAt,
    @Nullable Instant dueAt,
    @Nullable String messageStatus,
    Person person,
    QuietTime quiet,
    int priority,
    List<FrequencyCap> caps,
    boolean template,
    @Nullable String holdReason,
    @Nullable String skipReason,
    @Nullable String wamid,
    @Nullable Failure failure,
    UUID contactId,
    boolean pinned,
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

  /** A lane begins an activity for each moment that something of it is due. */
  private static final Duration LANE_LOOKS = Duration.ofSeconds(10);

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK =
      """
      SELECT m.*, c.status AS campaign_status, c.category, c.consent_needed, c.tracking, c.priority,
             c.timezone AS campaign_zone, c.quiet_from, c.quiet_to, c.quiet_zone,
             r.quiet_hours AS account_quiet_hours, r.frequency_caps,
             k.timezone AS contact_zone, k.country AS contact_country,
             COALESCE(c.end_at, c.started_at + interval '168 hours') AS ends_at,
             k.opt_in_at, k.opted_out_at, k.erased_at, w.service_until,
             n.account_id, COALESCE(n.portfolio_id, n.waba_id) AS portfolio, n.messaging_limit
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN channels n ON n.id = m.channel_id
      JOIN contacts k ON k.id = m.contact_id
      LEFT JOIN account_rules r ON r.account_id = c.account_id
      LEFT JOIN service_windows w ON w.contact_id = m.contact_id AND w.channel_id = m.channel_id
      WHERE m.id = ANY(:ids)
      ORDER BY m.id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  /** Locks the messages that are there, in the order of their ids. */
  static Map<UUID, LockedMessage> lock(JdbcClient jdbc, JsonMapper json, UUID[] ids) {
    Map<UUID, LockedMessage> messages = new HashMap<>();
    RuleCache rules = new RuleCache(json);
    jdbc.sql(LOCK)
        .param("ids", ids)
        .query((row, number) -> read(json, rules, row))
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
    return new LineChoice.Asking(
        id(), outgoing.campaignId(), contactId, pinned ? outgoing.channelId() : null);
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

  /** Returns what quiet hours say to it; nothing to what is no marketing. */
  QuietTime.Word quietWord(Instant now) {
    return outgoing.marketing()
        ? quiet.at(now, outgoing.recipient(), endsAt)
        : new QuietTime.Word.Free();
  }

  /** Returns whether the account's caps are about this message. */
  boolean capped() {
    return outgoing.marketing() && !caps.isEmpty();
  }

  /** Returns the message as the caps see it. */
  ContactFrequency.Candidate frequency() {
    return new ContactFrequency.Candidate(id(), contactId, candidate.accountId(), priority, caps);
  }

  @Nullable String heldByMeta() {
    return "accepted".equals(messageStatus) ? null : messageStatus;
  }

  /** The rules are the same for all messages of an account. */
  private static final class RuleCache {

    private final RuleJson json;
    private final Map<String, AccountQuietHours> quietHours = new HashMap<>();
    private final Map<String, List<FrequencyCap>> caps = new HashMap<>();

    RuleCache(JsonMapper json) {
      this.json = new RuleJson(json);
    }

    AccountQuietHours quietHours(@Nullable String column) {
      return column == null
          ? AccountQuietHours.NONE
          : quietHours.computeIfAbsent(column, json::quietHours);
    }

    List<FrequencyCap> caps(@Nullable String column) {
      return column == null ? List.of() : caps.computeIfAbsent(column, json::caps);
    }
  }

  private static QuietTime quiet(RuleCache rules, ResultSet row) throws SQLException {
    boolean lane = row.getString("tracking").equals("ledger");
    return new QuietTime(
        rules.quietHours(row.getString("account_quiet_hours")),
        CampaignQuietHours.read(row),
        row.getString("campaign_zone"),
        row.getString("contact_zone"),
        row.getString("contact_country"),
        new Spread.Key(
            row.getString("campaign_id"), row.getString("step"), row.getString("contact_id")),
        lane ? LANE_LOOKS : Duration.ZERO);
  }

  private static LockedMessage read(JsonMapper json, RuleCache rules, ResultSet row)
      throws SQLException {
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
        quiet(rules, row),
        row.getInt("priority"),
        rules.caps(row.getString("frequency_caps")),
        row.getString("message_type").equals("template"),
        row.getString("hold_reason"),
        row.getString("skip_reason"),
        row.getString("wamid"),
        Rows.failure(row),
        Rows.uuid(row, "contact_id"),
        row.getBoolean("pinned"),
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
