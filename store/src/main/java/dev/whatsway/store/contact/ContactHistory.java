package dev.whatsway.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a person said about marketing and what they were written, latest first. */
@Repository
public class ContactHistory {

  private static final UUID LAST = new UUID(-1, -1);

  private final JdbcClient jdbc;

  public ContactHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One line of it. */
  public sealed interface Entry {

    UUID id();

    /** When it came here: a consent was recorded, a message planned. */
    Instant at();
  }

  /**
   * A word on marketing.
   *
   * @param saidAt when it was said, which may be long before
   */
  public record Consent(
      UUID id,
      Instant at,
      String kind,
      String category,
      String source,
      String recordedBy,
      @Nullable String proof,
      Instant saidAt)
      implements Entry {}

  /**
   * A message, or one that was not sent.
   *
   * @param campaignId null for a message of the gateway
   * @param templateName null for what is not a template, as is the language
   */
  public record Sent(
      UUID id,
      Instant at,
      @Nullable UUID campaignId,
      UUID channelId,
      @Nullable String templateName,
      @Nullable String templateLanguage,
      String status,
      @Nullable String reason,
      @Nullable Instant acceptedAt,
      @Nullable Instant repliedAt)
      implements Entry {}

  /** Where a page ended. */
  public record Position(Instant at, UUID id) {

    /** Returns the position that the text stands for. */
    public static Position of(String text) {
      String[] parts = text.split("/", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException("no position");
      }
      try {
        return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public String toString() {
      return at + "/" + id;
    }
  }

  /**
   * Returns a page.
   *
   * @param after where the page before ended, null to begin
   */
  public List<Entry> page(UUID contactId, @Nullable Position after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM (
              (SELECT id, recorded_at AS entry_at, kind, category, source, recorded_by, proof, at AS said_at,
                 NULL::uuid AS campaign_id, NULL::uuid AS channel_id, NULL AS template_name,
                 NULL AS template_language, NULL AS status, NULL AS skip_reason,
                 NULL::timestamptz AS accepted_at, NULL::timestamptz AS replied_at
               FROM consents
               WHERE contact_id = :contact AND (recorded_at, id) < (:at, :id)
               ORDER BY recorded_at DESC, id DESC LIMIT :limit)
              UNION ALL
              (SELECT id, created_at, NULL, NULL, NULL, NULL, NULL, NULL, campaign_id, channel_id,
                 template_name, template_language, status, skip_reason, accepted_at, replied_at
               FROM messages
               WHERE contact_id = :contact AND (created_at, id) < (:at, :id)
               ORDER BY created_at DESC, id DESC LIMIT :limit)) AS entries
            ORDER BY entry_at DESC, id DESC LIMIT :limit
            """)
        .param("contact", contactId)
        .param("at", at(after))
        .param("id", after == null ? LAST : after.id())
        .param("limit", limit)
        .query(ContactHistory::read)
        .list();
  }

  private static OffsetDateTime at(@Nullable Position after) {
    return after == null
        ? OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
        : after.at().atOffset(ZoneOffset.UTC);
  }

  private static Entry read(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Instant at = row.getObject("entry_at", OffsetDateTime.class).toInstant();
    String kind = row.getString("kind");
    if (kind != null) {
      return new Consent(
          id,
          at,
          kind,
          row.getString("category"),
          row.getString("source"),
          row.getString("recorded_by"),
          row.getString("proof"),
          row.getObject("said_at", OffsetDateTime.class).toInstant());
    }
    return new Sent(
        id,
        at,
        row.getObject("campaign_id", UUID.class),
        row.getObject("channel_id", UUID.class),
        row.getString("template_name"),
        row.getString("template_language"),
        row.getString("status"),
        row.getString("skip_reason"),
        instant(row, "accepted_at"),
        instant(row, "replied_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
