package dev.whatsway.store.recurring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The recurring campaigns of the accounts. */
@Repository
public class RecurringCampaigns {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  public RecurringCampaigns(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Stores a new one.
   *
   * @return whether it is new; one of its id, even a deleted one, stays as it is
   */
  public boolean insert(RecurringCampaign recurring) {
    return values(
                """
            INSERT INTO recurring_campaigns (id, account_id, request, definition, every, timezone,
              overlap, catch_up, start_by, end_after, paused, version, confirmed, created_at, updated_at)
            VALUES (:id, :account, :request::jsonb, :definition::jsonb, :every::jsonb, :timezone,
              :overlap, :catchUp, :startBy, :endAfter, :paused, 1, false, :now, :now)
            ON CONFLICT (id) DO NOTHING
            """,
                recurring)
            .update()
        == 1;
  }

  /**
   * Stores what was changed, unless somebody else has changed it since it was read.
   *
   * @return whether it is stored; what it says is to be confirmed anew
   */
  public boolean update(RecurringCampaign recurring) {
    return values(
                """
                UPDATE recurring_campaigns SET request = :request::jsonb,
                  definition = :definition::jsonb, every = :every::jsonb, timezone = :timezone,
                  overlap = :overlap, catch_up = :catchUp, start_by = :startBy,
                  end_after = :endAfter, paused = :paused, version = version + 1,
                  confirmed = false, updated_at = :now
                WHERE id = :id AND account_id = :account AND version = :version
                  AND deleted_at IS NULL
                """,
                recurring)
            .param("version", recurring.version())
            .update()
        == 1;
  }

  /**
   * Notes that Temporal's schedule follows this version.
   *
   * @return false where there is a later one by now, which it may not follow
   */
  public boolean confirm(UUID id, long version) {
    return jdbc.sql(
                """
                UPDATE recurring_campaigns SET confirmed = true, begun = true
                WHERE id = :id AND version = :version
                """)
            .param("id", id)
            .param("version", version)
            .update()
        == 1;
  }

  /**
   * Removes one that Temporal has never confirmed, of which nothing came.
   *
   * @return false where it was confirmed, or is not there
   */
  public boolean drop(UUID id) {
    return jdbc.sql("DELETE FROM recurring_campaigns WHERE id = :id AND NOT begun")
            .param("id", id)
            .update()
        == 1;
  }

  /** Deletes it: no further campaign comes of it. Those that came stay. */
  public void delete(UUID id) {
    jdbc.sql(
            "UPDATE recurring_campaigns SET deleted_at = :now WHERE id = :id AND deleted_at IS NULL")
        .param("now", at(clock.instant()))
        .param("id", id)
        .update();
  }

  public Optional<RecurringCampaign> find(UUID accountId, UUID id) {
    return jdbc.sql(
            """
            SELECT * FROM recurring_campaigns
            WHERE account_id = :account AND id = :id AND deleted_at IS NULL
            """)
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> read(row, json))
        .optional();
  }

  /** Returns whether the account has {@code most} of them. */
  public boolean isFull(UUID accountId, int most) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM recurring_campaigns
              WHERE account_id = :account AND deleted_at IS NULL OFFSET :others)
            """)
        .param("account", accountId)
        .param("others", most - 1)
        .query(Boolean.class)
        .single();
  }

  public List<RecurringCampaign> list(UUID accountId, @Nullable UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM recurring_campaigns
            WHERE account_id = :account AND deleted_at IS NULL
              AND (:after::uuid IS NULL OR id > :after::uuid)
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> read(row, json))
        .list();
  }

  private JdbcClient.StatementSpec values(String sql, RecurringCampaign recurring) {
    return jdbc.sql(sql)
        .param("id", recurring.id())
        .param("account", recurring.accountId())
        .param("request", json.writeValueAsString(recurring.request()))
        .param("definition", Definitions.write(recurring.definition()))
        .param("every", json.writeValueAsString(recurring.every()))
        .param("timezone", recurring.timezone())
        .param("overlap", recurring.overlap())
        .param("catchUp", recurring.catchUp().toSeconds())
        .param("startBy", seconds(recurring.startBy()))
        .param("endAfter", seconds(recurring.endAfter()))
        .param("paused", recurring.paused())
        .param("now", at(clock.instant()));
  }

  static RecurringCampaign read(ResultSet row, JsonMapper json) throws SQLException {
    return new RecurringCampaign(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        json.readTree(row.getString("request")),
        Definitions.read(row.getString("definition")),
        json.readTree(row.getString("every")),
        row.getString("timezone"),
        row.getString("overlap"),
        Duration.ofSeconds(row.getLong("catch_up")),
        duration(row, "start_by"),
        duration(row, "end_after"),
        row.getBoolean("paused"),
        row.getLong("version"),
        row.getBoolean("confirmed"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Duration duration(ResultSet row, String column) throws SQLException {
    Long seconds = row.getObject(column, Long.class);
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
