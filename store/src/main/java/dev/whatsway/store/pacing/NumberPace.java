package dev.whatsway.store.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The calendars of the numbers in PostgreSQL. A number's slots are evenly spaced, so its rate holds
 * in every window of time, whoever books and however many. The rate is the channel's {@code
 * throughput} as it is stored now.
 *
 * <p>All times are PostgreSQL's. Methods throw Spring's {@code DataAccessException} where it is
 * away or the channel is not there.
 */
public final class NumberPace implements SlotCalendar {

  /** Slots are kept evenly, calls arrive with jitter: Meta must not count one too many. */
  static final double HEADROOM = 0.98;

  private final JdbcClient jdbc;
  private final Duration horizon;

  /**
   * @param horizon how far ahead campaigns may book, which is the longest that they delay
   *     transactional messages; also the most that is booked at once
   */
  public NumberPace(JdbcClient jdbc, Duration horizon) {
    this.jdbc = jdbc;
    this.horizon = horizon;
  }

  @Override
  public Slots book(UUID channelId, int wanted, Traffic traffic) {
    return book(channelId, wanted, traffic, null);
  }

  /**
   * @param at null for now
   */
  // Without a flush to disk, for which each turn would wait: a crash of PostgreSQL may take back
  // the bookings of its last second, and their time has passed when it is up again.
  Slots book(UUID channelId, int wanted, Traffic traffic, @Nullable Instant at) {
    return jdbc.sql(
            """
            SELECT slots, first_in_us, spacing_us
            FROM set_config('synchronous_commit', 'off', true) AS unflushed,
              book_slots(:channel, :wanted, :marketing, :horizon, :headroom,
                CAST(:at AS timestamptz))
            """)
        .param("channel", channelId)
        .param("wanted", wanted)
        .param("marketing", traffic == Traffic.MARKETING)
        .param("horizon", horizon.toNanos() / 1_000)
        .param("headroom", HEADROOM)
        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
        .query(
            (row, number) ->
                new Slots(
                    row.getInt("slots"),
                    Duration.ofNanos(1_000 * row.getLong("first_in_us")),
                    Duration.ofNanos(1_000 * row.getLong("spacing_us"))))
        .single();
  }

  /**
   * Meta said 130429: halves the number's rate, down to an eighth, and keeps it quiet for a second.
   * The rate grows back within a minute. What is told within a second of the last time changes
   * nothing: the calls in flight meet the same limit.
   */
  @Override
  public void slowDown(UUID channelId) {
    slowDown(channelId, null);
  }

  void slowDown(UUID channelId, @Nullable Instant at) {
    jdbc.sql("SELECT slow_number(:channel, CAST(:at AS timestamptz))")
        .param("channel", channelId)
        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
        .query(row -> {});
  }

  /** Keeps the number quiet, such as while Meta upgrades it. */
  @Override
  public void quiet(UUID channelId, Duration duration) {
    quiet(channelId, duration, null);
  }

  void quiet(UUID channelId, Duration duration, @Nullable Instant at) {
    jdbc.sql(
            """
            SELECT quiet_number(:channel, :millis * interval '1 millisecond',
              CAST(:at AS timestamptz))
            """)
        .param("channel", channelId)
        .param("millis", duration.toMillis())
        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
        .query(row -> {});
  }
}
