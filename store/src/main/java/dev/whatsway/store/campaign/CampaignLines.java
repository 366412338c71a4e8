package dev.whatsway.store.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The channels that campaigns may send through, and what stops them. */
@Repository
public class CampaignLines {

  private final JdbcClient jdbc;

  public CampaignLines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A channel of a campaign.
   *
   * @param marketingMessages whether the channel uses the Marketing Messages API
   * @param stop why nothing may go through it, null where it may
   */
  public record Line(UUID channelId, boolean marketingMessages, @Nullable LineStop stop) {}

  /**
   * An open stop, as a campaign meets it.
   *
   * @param ofTemplate whether it is of the template, which another number does not help against
   */
  public record LineStop(UUID stopId, boolean ofTemplate, int code, String reason, String remedy) {

    /** Returns it as one text for {@code status_reason}. */
    public String explained() {
      return reason + " (Meta's code " + code + ") " + remedy;
    }
  }

  /**
   * Returns each campaign's channels, its own first, then its fallbacks in their order. A campaign
   * whose template is stopped has no channel to fall back to.
   */
  public Map<UUID, List<Line>> of(Collection<UUID> campaignIds) {
    return jdbc
        .sql(
            "SELECT * FROM campaign_lines WHERE campaign_id = ANY(:ids) ORDER BY campaign_id, position")
        .param("ids", campaignIds.toArray(UUID[]::new))
        .query((row, n) -> Map.entry(row.getObject("campaign_id", UUID.class), line(row)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /**
   * Returns, of these messages, the lines of those whose journey's step names a channel that is
   * neither the campaign's own nor one of its fallbacks: they go through that one or wait for it.
   */
  public Map<UUID, Line> ofSteps(Collection<UUID> messageIds) {
    return jdbc
        .sql(
            """
            SELECT m.id, h.id AS channel_id,
              h.mm_enabled AND h.routing = 'auto' AS marketing_messages,
              s.id AS stop_id, s.scope, s.code, s.reason, s.remedy
            FROM messages m
            JOIN campaigns c ON c.id = m.campaign_id
            JOIN channels h ON h.id = m.channel_id
            LEFT JOIN LATERAL (
              SELECT * FROM stops o
              WHERE o.cleared_at IS NULL AND o.account_id = c.account_id
                AND (o.scope, o.scope_key) IN (('channel', h.id::text), ('waba', h.waba_id),
                  ('template', h.waba_id || '/' || m.template_name || '/' || m.template_language))
              ORDER BY o.since, o.id
              LIMIT 1) AS s ON true
            WHERE m.id = ANY(:ids) AND m.pinned
              AND m.channel_id <> ALL (c.channel_id || c.fallback_channel_ids)
            """)
        .param("ids", messageIds.toArray(UUID[]::new))
        .query((row, n) -> Map.entry(row.getObject("id", UUID.class), line(row)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Returns what stops the message, null where a channel that it may go through is open. */
  public @Nullable LineStop stopOfMessage(UUID campaignId, UUID messageId) {
    Line ofStep = ofSteps(List.of(messageId)).get(messageId);
    return ofStep == null ? stopOf(campaignId) : ofStep.stop();
  }

  /** Returns what stops the campaign as a whole, null where a channel of it is open. */
  public @Nullable LineStop stopOf(UUID campaignId) {
    return stop(of(List.of(campaignId)).getOrDefault(campaignId, List.of()));
  }

  /** Returns what stops all of a campaign's channels: its own's stop; null where one is open. */
  public static @Nullable LineStop stop(List<Line> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    LineStop own = lines.get(0).stop();
    boolean noneLeft = lines.stream().allMatch(line -> line.stop() != null);
    return own != null && (own.ofTemplate() || noneLeft) ? own : null;
  }

  /** Returns the account's running campaigns with a stop that leaves them no channel. */
  public Map<UUID, LineStop> runningButStopped(UUID accountId) {
    Map<UUID, LineStop> stopped = new LinkedHashMap<>();
    of(at(accountId, "running"))
        .forEach(
            (campaign, lines) -> {
              LineStop stop = stop(lines);
              if (stop != null) {
                stopped.put(campaign, stop);
              }
            });
    return stopped;
  }

  /** Returns the account's paused campaigns that no stop keeps from sending. */
  public List<UUID> pausedButOpen(UUID accountId) {
    return of(at(accountId, "paused")).entrySet().stream()
        .filter(entry -> stop(entry.getValue()) == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the account's running campaigns that have steps with a channel of their own. */
  public List<UUID> runningWithStepChannels(UUID accountId) {
    return jdbc.sql(
            """
            SELECT c.id FROM campaigns c
            WHERE c.account_id = :account AND c.status IN ('running', 'paused')
              AND c.status = 'running'
              AND EXISTS (SELECT FROM campaign_step_sends s WHERE s.campaign_id = c.id)
            ORDER BY c.id
            """)
        .param("account", accountId)
        .query(UUID.class)
        .list();
  }

  private List<UUID> at(UUID accountId, String status) {
    return jdbc.sql(
            "SELECT id FROM campaigns WHERE account_id = :account AND status IN ('running', 'paused')"
                + " AND status = :status ORDER BY id")
        .param("account", accountId)
        .param("status", status)
        .query(UUID.class)
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    UUID stopId = row.getObject("stop_id", UUID.class);
    return new Line(
        row.getObject("channel_id", UUID.class),
        row.getBoolean("marketing_messages"),
        stopId == null
            ? null
            : new LineStop(
                stopId,
                row.getString("scope").equals("template"),
                row.getInt("code"),
                row.getString("reason"),
                row.getString("remedy")));
  }
}
