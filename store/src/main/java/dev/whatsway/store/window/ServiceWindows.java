package dev.whatsway.store.window;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Meta's windows for each of our numbers and person. The customer-service window: whatever they
 * write opens it, or keeps it open, for 24 hours ("Send messages"); outside of it Meta takes
 * nothing but templates (131047). The free entry point: who came from an ad and is answered within
 * 24 hours may be written to for free for 72 hours from the answer ("Pricing"; that it will be 7
 * days from October 2026 on is unverified, so 72 hours it is).
 */
@Repository
public class ServiceWindows {

  private static final Duration SERVICE = Duration.ofHours(24);

  private final JdbcClient jdbc;

  public ServiceWindows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A person's windows at one number.
   *
   * @param referredAt when they came from an ad last, null if never
   * @param freeEntryUntil null where no free entry point was opened since then
   */
  public record Window(
      UUID channelId,
      Instant lastInboundAt,
      Instant serviceUntil,
      @Nullable Instant referredAt,
      @Nullable Instant freeEntryUntil) {}

  /**
   * Notes that somebody wrote to a number; repeating it, or an earlier message, changes nothing.
   *
   * @param contacts those the number may stand for
   * @param referred whether they came from an ad
   */
  public void opened(UUID channelId, Collection<UUID> contacts, Instant at, boolean referred) {
    jdbc.sql(
            """
            INSERT INTO service_windows AS w (contact_id, channel_id, last_inbound_at, service_until, referred_at)
            SELECT c.id, :channel, :at, :until, :referred FROM unnest(:contacts) AS c (id) ORDER BY c.id
            ON CONFLICT (contact_id, channel_id) DO UPDATE SET
              last_inbound_at = GREATEST(w.last_inbound_at, excluded.last_inbound_at),
              service_until = GREATEST(w.service_until, excluded.service_until),
              referred_at = GREATEST(w.referred_at, excluded.referred_at)
            """)
        .param("channel", channelId)
        .param("contacts", contacts.toArray(UUID[]::new))
        .param("at", time(at))
        .param("until", time(at.plus(SERVICE)))
        .param("referred", referred ? time(at) : null, Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /** Returns whether the person may be written to without a template. */
  public boolean isOpen(UUID channelId, UUID contactId, Instant at) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM service_windows
              WHERE contact_id = :contact AND channel_id = :channel AND service_until > :at)
            """)
        .param("contact", contactId)
        .param("channel", channelId)
        .param("at", time(at))
        .query(Boolean.class)
        .single();
  }

  /** Returns the person's windows, the latest first; some may be over. */
  public List<Window> of(UUID contactId) {
    return jdbc.sql(
            "SELECT * FROM contact_windows WHERE contact_id = :contact ORDER BY last_inbound_at DESC")
        .param("contact", contactId)
        .query(ServiceWindows::read)
        .list();
  }

  private static Window read(ResultSet row, int number) throws SQLException {
    return new Window(
        row.getObject("channel_id", UUID.class),
        row.getObject("last_inbound_at", OffsetDateTime.class).toInstant(),
        row.getObject("service_until", OffsetDateTime.class).toInstant(),
        instant(row, "referred_at"),
        instant(row, "free_entry_until"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
