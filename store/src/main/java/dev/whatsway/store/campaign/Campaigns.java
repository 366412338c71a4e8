package dev.whatsway.store.campaign;

import dev.whatsway.contract.campaign.CampaignStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Campaigns. */
@Repository
public class Campaigns {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public Campaigns(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  public void insert(Campaign c) {
    CampaignQuietHours quiet = c.quietHours();
    jdbc.sql(
            """
            INSERT INTO campaigns (id, account_id, name, channel_id, fallback_channel_ids, audience_id,
              segment_id, entry_event, journey_hash, pause_mode, template_name,
              template_language, category, variables, start_at, timezone, start_by, misfire,
              end_at, marketing_cap_retries, quiet_from, quiet_to, quiet_zone, priority, tracking, tracked_links, link_target, message_ttl, unknown_deadline, status,
              created_at, updated_at)
            VALUES (:id, :account, :name, :channel, :fallbacks, :audience, :segment, :event, :journey, :pauseMode, :template, :language,
              :category, :variables::jsonb, :startAt, :timezone, :startBy, :misfire, :endAt,
              :capRetries, :quietFrom, :quietTo, :quietZone, :priority, :tracking,
              :linkTarget::text IS NOT NULL OR EXISTS (
                SELECT FROM journey_plans p WHERE p.account_id = :account AND p.hash = :journey
                  AND p.definition LIKE '%"link_target"%'), :linkTarget::text, :ttl,
              :deadline, :status, :now, :now)
            """)
        .param("id", c.id())
        .param("account", c.accountId())
        .param("name", c.name())
        .param("channel", c.channelId())
        .param("fallbacks", c.fallbackChannelIds().toArray(UUID[]::new))
        .param("audience", c.audienceId())
        .param("segment", c.segmentId())
        .param("event", c.entryEvent())
        .param("journey", c.journeyHash())
        .param("pauseMode", c.pauseMode())
        .param("template", c.templateName())
        .param("language", c.templateLanguage())
        .param("category", c.category())
        .param("variables", json.writeValueAsString(c.variables()))
        .param("startAt", at(c.startAt()))
        .param("timezone", c.timezone())
        .param("startBy", at(c.startBy()))
        .param("misfire", c.misfire())
        .param("endAt", at(c.endAt()))
        .param("capRetries", c.marketingCapRetries())
        .param("quietFrom", quiet == null ? null : quiet.hours().from(), Types.TIME)
        .param("quietTo", quiet == null ? null : quiet.hours().to(), Types.TIME)
        .param("quietZone", quiet == null ? null : quiet.timezone())
        .param("priority", c.priority())
        .param("tracking", c.tracking())
        .param("linkTarget", c.linkTarget())
        .param("ttl", c.messageTtl().toSeconds())
        .param("deadline", c.unknownDeadline().toSeconds())
        .param("status", c.status().wire())
        .param("now", at(c.createdAt()))
        .update();
  }

  public Optional<Campaign> find(UUID accountId, UUID id) {
    return jdbc.sql("SELECT * FROM campaigns WHERE account_id = :account AND id = :id")
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> campaign(row))
        .optional();
  }

  /**
   * Returns a campaign of whichever account.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public Campaign get(UUID id) {
    return jdbc.sql("SELECT * FROM campaigns WHERE id = :id")
        .param("id", id)
        .query((row, n) -> campaign(row))
        .optional()
        .orElseThrow();
  }

  /**
   * Returns a campaign of whichever account that cannot be closed or get another plan before the
   * transaction ends.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public Campaign hold(UUID id) {
    return jdbc.sql("SELECT * FROM campaigns WHERE id = :id FOR SHARE")
        .param("id", id)
        .query((row, n) -> campaign(row))
        .optional()
        .orElseThrow();
  }

  /** Returns the campaigns under way that people enter by an event, in the order of their ids. */
  public List<UUID> enteredBy(UUID accountId, String event) {
    return jdbc.sql(
            """
            SELECT id FROM campaigns
            WHERE account_id = :account AND entry_event = :event AND status IN ('running', 'paused')
            ORDER BY id
            """)
        .param("account", accountId)
        .param("event", event)
        .query(UUID.class)
        .list();
  }

  /** Gives an end to a campaign that has none. */
  public void endBy(UUID id, Instant end) {
    jdbc.sql("UPDATE campaigns SET end_at = COALESCE(end_at, :end) WHERE id = :id")
        .param("id", id)
        .param("end", at(end))
        .update();
  }

  public List<Campaign> list(
      UUID accountId, @Nullable CampaignStatus status, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM campaigns
            WHERE account_id = :account
              AND (:status::text IS NULL OR status = :status::text)
              AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("status", status == null ? null : status.wire())
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> campaign(row))
        .list();
  }

  /** Moves the campaign when it stands at {@code from}; returns whether it did. */
  public boolean move(
      UUID id, CampaignStatus from, CampaignStatus to, @Nullable String reason, Instant now) {
    return jdbc.sql(
                """
                UPDATE campaigns SET status = :to, status_reason = :reason, updated_at = :now,
                  launched_at = CASE WHEN :to = 'scheduled' THEN :now ELSE launched_at END,
                  closed_at = CASE WHEN :closed THEN :now ELSE closed_at END
                WHERE id = :id AND status = :from
                """)
            .param("id", id)
            .param("from", from.wire())
            .param("to", to.wire())
            .param("closed", to.closed())
            .param("reason", reason)
            .param("now", at(now))
            .update()
        == 1;
  }

  private Campaign campaign(ResultSet row) throws SQLException {
    return new Campaign(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("name"),
        row.getObject("channel_id", UUID.class),
        List.of((UUID[]) row.getArray("fallback_channel_ids").getArray()),
        row.getObject("audience_id", UUID.class),
        row.getObject("segment_id", UUID.class),
        row.getString("entry_event"),
        row.getString("journey_hash"),
        row.getString("pause_mode"),
        row.getString("template_name"),
        row.getString("template_language"),
        row.getString("category"),
        json.readValue(row.getString("variables"), new TypeReference<Map<String, String>>() {}),
        instant(row, "start_at"),
        row.getString("timezone"),
        instant(row, "start_by"),
        row.getString("misfire"),
        instant(row, "end_at"),
        row.getInt("marketing_cap_retries"),
        CampaignQuietHours.read(row),
        row.getInt("priority"),
        row.getString("tracking"),
        row.getString("link_target"),
        Duration.ofSeconds(row.getLong("message_ttl")),
        Duration.ofSeconds(row.getLong("unknown_deadline")),
        CampaignStatus.of(row.getString("status")),
        row.getString("status_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "launched_at"),
        instant(row, "started_at"),
        instant(row, "closed_at"),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
