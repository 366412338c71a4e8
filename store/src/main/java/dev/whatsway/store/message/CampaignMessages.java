package dev.whatsway.store.message;

import dev.whatsway.store.NewId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The messages of a campaign as a whole: planned, paged, watched and canceled. */
@Repository
public class CampaignMessages {

  /** Why messages of a campaign that has ended are canceled. */
  public static final String ENDED = "campaign-ended";

  private static final String PLAN =
      """
      INSERT INTO messages (id, campaign_id, ordinal, contact_id, channel_id, recipient_number,
        message_type, template_name, template_language, variables, link_target, status, skip_reason,
        created_at, updated_at)
      SELECT p.id, c.id, p.ordinal, k.id, c.channel_id,
        CASE WHEN k.erased_at IS NULL THEN p.recipient ELSE 'erased' END,
        'template', c.template_name, c.template_language,
        CASE WHEN k.erased_at IS NULL THEN p.variables::jsonb ELSE '{}' END,
        CASE WHEN k.erased_at IS NULL THEN p.link END,
        CASE WHEN p.skip IS NULL AND k.erased_at IS NULL THEN 'queued' ELSE 'skipped' END,
        CASE WHEN k.erased_at IS NULL THEN p.skip ELSE 'erased' END, :now, :now
      FROM campaigns c,
        unnest(:ids::uuid[], :ordinals::bigint[], :contacts::uuid[], :recipients::text[],
          :variables::text[], :links::text[], :skips::text[])
          AS p (id, ordinal, contact_id, recipient, variables, link, skip)
        JOIN contacts k ON k.id = p.contact_id
      WHERE c.id = :campaign
      ORDER BY p.ordinal
      -- Whom the page was read of may have been erased meanwhile. An erasure waits for this lock, or this for the erasure.
      FOR KEY SHARE OF k
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  public CampaignMessages(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * One message to be.
   *
   * @param linkTarget where its tracked link leads; null for one without
   * @param skipReason null for a message to be sent
   */
  public record Planned(
      UUID id,
      long ordinal,
      UUID contactId,
      String recipient,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable String skipReason) {

    /** One without a tracked link. */
    public Planned(
        long ordinal,
        UUID contactId,
        String recipient,
        Map<String, String> variables,
        @Nullable String skipReason) {
      this(NewId.next(), ordinal, contactId, recipient, variables, null, skipReason);
    }
  }

  /** Returns the ordinal to go on planning at: 0, or the one after the last planned. */
  public long nextOrdinal(UUID campaignId) {
    return jdbc.sql("SELECT COALESCE(max(ordinal) + 1, 0) FROM messages WHERE campaign_id = :id")
        .param("id", campaignId)
        .query(Long.class)
        .single();
  }

  /** Inserts messages in one statement; those that are there already stay as they are. */
  public void plan(UUID campaignId, List<Planned> page) {
    jdbc.sql(PLAN)
        .param("campaign", campaignId)
        .param("ids", page.stream().map(Planned::id).toArray(UUID[]::new))
        .param("ordinals", page.stream().map(Planned::ordinal).toArray(Long[]::new))
        .param("contacts", page.stream().map(Planned::contactId).toArray(UUID[]::new))
        .param("recipients", page.stream().map(Planned::recipient).toArray(String[]::new))
        .param(
            "variables",
            page.stream().map(p -> json.writeValueAsString(p.variables())).toArray(String[]::new))
        .param("links", page.stream().map(Planned::linkTarget).toArray(String[]::new))
        .param("skips", page.stream().map(Planned::skipReason).toArray(String[]::new))
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  /** A queued message of a lane. */
  public record Queued(UUID id, long ordinal, UUID contactId) {}

  /** Returns the first queued messages from {@code from} to before {@code end}, by ordinal. */
  public List<Queued> queued(UUID campaignId, long from, long end, int limit) {
    return jdbc.sql(
            """
            SELECT id, ordinal, contact_id FROM messages
            WHERE campaign_id = :campaign AND status = 'queued'
              AND ordinal >= :from AND ordinal < :end
            ORDER BY ordinal LIMIT :limit
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("end", end)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Queued(
                    Rows.uuid(row, "id"), row.getLong("ordinal"), Rows.uuid(row, "contact_id")))
        .list();
  }

  /**
   * Counts the queued messages of a range, but no further than {@code enough} and without those
   * that Meta put off, which wait for a day or more.
   */
  public int countQueued(UUID campaignId, long from, long end, int enough) {
    return jdbc.sql(
            """
            SELECT count(*) FROM (
              SELECT FROM messages
              WHERE campaign_id = :campaign AND status = 'queued' AND put_off_until IS NULL
                AND ordinal >= :from AND ordinal < :end
              -- Without the order the planner may read the whole table for a range that is decided.
              ORDER BY ordinal LIMIT :enough) AS undecided
            """)
        .param("campaign", campaignId)
        .param("from", from)
        .param("end", end)
        .param("enough", enough)
        .query(Integer.class)
        .single();
  }

  /** Returns whether a call to Meta is under way for a message of the campaign. */
  public boolean anyInFlight(UUID campaignId) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM attempts WHERE campaign_id = :id AND outcome IS NULL)")
        .param("id", campaignId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Takes the answers of calls for lost that are open since before {@code before}: longer than a
   * call and the record of its outcome may take, so their workers have died. Whatever is recorded
   * or told later still counts.
   *
   * @return how many
   */
  public int loseOverdue(UUID campaignId, Instant before) {
    return jdbc.sql(
            """
            WITH overdue AS (
              SELECT m.id AS message_id, a.id AS attempt_id
              FROM attempts a JOIN messages m ON m.id = a.message_id
              WHERE a.campaign_id = :campaign AND a.outcome IS NULL AND a.started_at < :before
              ORDER BY m.id FOR UPDATE OF m),
            lost AS (
              UPDATE attempts a SET outcome = 'unknown', finished_at = :now
              FROM overdue o WHERE a.id = o.attempt_id AND a.outcome IS NULL
              RETURNING a.message_id),
            held AS (
              UPDATE messages m SET hold_reason = 'answer-lost', updated_at = :now
              FROM lost l WHERE m.id = l.message_id AND m.status = 'queued')
            SELECT count(*) FROM lost
            """)
        .param("campaign", campaignId)
        .param("before", Rows.at(before))
        .param("now", Rows.at(clock.instant()))
        .query(Integer.class)
        .single();
  }

  /**
   * Ends up to {@code limit} queued messages without an attempt in flight: {@code unknown} where an
   * answer was lost, since it may have gone out, else {@code canceled}. The hold reason stays, by
   * which the workflows that wait are found.
   *
   * @return how many
   */
  public int cancelQueued(UUID campaignId, String reason, int limit) {
    return jdbc.sql(
            """
            UPDATE messages m SET updated_at = :now, skip_reason = :reason,
              status = CASE WHEN EXISTS (SELECT FROM attempts a WHERE a.message_id = m.id
                AND a.outcome = 'unknown') THEN 'unknown' ELSE 'canceled' END
            WHERE id IN (
              SELECT id FROM messages q
              WHERE campaign_id = :campaign AND status = 'queued' AND NOT EXISTS (
                SELECT FROM attempts a WHERE a.message_id = q.id AND a.outcome IS NULL)
              ORDER BY ordinal LIMIT :limit FOR UPDATE)
            """)
        .param("campaign", campaignId)
        .param("reason", reason)
        .param("limit", limit)
        .param("now", Rows.at(clock.instant()))
        .update();
  }

  /**
   * Returns messages that wait for a stop which stands no more of the channel that their step
   * names, by ordinal after {@code after}: those whose campaign has no part in that channel.
   */
  public List<Queued> lifted(UUID campaignId, long after, int limit) {
    return jdbc.sql(
            """
            SELECT m.id, m.ordinal, m.contact_id
            FROM messages m
            JOIN campaigns c ON c.id = m.campaign_id
            JOIN channels h ON h.id = m.channel_id
            WHERE m.campaign_id = :campaign AND m.hold_reason = :stopped AND m.ordinal > :after
              AND m.status = 'queued' AND m.pinned
              AND m.channel_id <> ALL (c.channel_id || c.fallback_channel_ids)
              AND NOT EXISTS (
                SELECT FROM stops o WHERE o.cleared_at IS NULL AND o.account_id = c.account_id
                  AND (o.scope, o.scope_key) IN (('channel', h.id::text), ('waba', h.waba_id),
                    ('template', h.waba_id || '/' || m.template_name || '/' || m.template_language)))
            ORDER BY m.ordinal LIMIT :limit
            """)
        .param("campaign", campaignId)
        .param("stopped", SendLedger.STOPPED)
        .param("after", after)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Queued(
                    Rows.uuid(row, "id"), row.getLong("ordinal"), Rows.uuid(row, "contact_id")))
        .list();
  }

  /**
   * Returns messages whose workflows wait for a word, by ordinal after {@code after}: not those
   * that come again by themselves, unless they have ended meanwhile.
   */
  public List<Queued> held(UUID campaignId, long after, int limit) {
    return jdbc.sql(
            """
            SELECT id, ordinal, contact_id FROM messages
            WHERE campaign_id = :campaign AND hold_reason IS NOT NULL AND ordinal > :after
              AND NOT (status = 'queued' AND COALESCE(put_off_until > :now, false))
            ORDER BY ordinal LIMIT :limit
            """)
        .param("campaign", campaignId)
        .param("after", after)
        .param("now", Rows.at(clock.instant()))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Queued(
                    Rows.uuid(row, "id"), row.getLong("ordinal"), Rows.uuid(row, "contact_id")))
        .list();
  }
}
