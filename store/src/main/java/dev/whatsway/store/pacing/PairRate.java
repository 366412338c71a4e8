package dev.whatsway.store.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Meta's pair rate: from one number to one person a message each 6 s, of which 45 may be borrowed
 * from the future at once ("Send messages", "Pair rate limits"). A debt in time is kept, one row a
 * pair, for as long as it is owed.
 */
final class PairRate {

  /** Meta's 6 s, and what two calls may overtake each other by on their way. */
  static final Duration INTERVAL = Duration.ofMillis(6_250);

  static final int BURST = 45;

  private static final Duration MOST_OWED = INTERVAL.multipliedBy(BURST - 1);

  private final JdbcClient jdbc;

  PairRate(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Pair(UUID channelId, UUID recipient) {}

  /**
   * Takes one message for each pair, within the caller's transaction. Rows are locked in the order
   * of their keys, so that no two batches wait for each other.
   *
   * @param pairs distinct
   * @return the pairs that may not be sent to now, each with how long not
   */
  Map<Pair, Duration> take(List<Pair> pairs, Instant now) {
    Map<Pair, Duration> refused = new HashMap<>();
    pairs.forEach(pair -> refused.put(pair, Duration.ZERO));
    jdbc.sql(
            """
            INSERT INTO pair_pace AS p (channel_id, recipient, owed_until)
            SELECT a.channel_id, a.recipient, :fresh
            FROM unnest(:channels::uuid[], :recipients::uuid[]) AS a (channel_id, recipient)
            ORDER BY a.channel_id, a.recipient
            ON CONFLICT (channel_id, recipient) DO UPDATE
              SET owed_until = GREATEST(p.owed_until, :now) + (excluded.owed_until - :now)
              WHERE p.owed_until <= :most
            RETURNING p.channel_id, p.recipient
            """)
        .param("channels", channels(pairs))
        .param("recipients", recipients(pairs))
        .param("now", at(now))
        .param("fresh", at(now.plus(INTERVAL)))
        .param("most", at(now.plus(MOST_OWED)))
        .query((row, number) -> pair(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list()
        .forEach(refused::remove);
    if (!refused.isEmpty()) {
      tellDelays(refused, now);
    }
    return refused;
  }

  private void tellDelays(Map<Pair, Duration> refused, Instant now) {
    List<Pair> pairs = List.copyOf(refused.keySet());
    jdbc.sql(
            """
            SELECT p.channel_id, p.recipient, p.owed_until
            FROM unnest(:channels::uuid[], :recipients::uuid[]) AS a (channel_id, recipient)
            JOIN pair_pace p USING (channel_id, recipient)
            """)
        .param("channels", channels(pairs))
        .param("recipients", recipients(pairs))
        .query(
            row -> {
              Instant owedUntil = row.getObject(3, OffsetDateTime.class).toInstant();
              refused.put(
                  pair(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                  Duration.between(now, owedUntil.minus(MOST_OWED)));
            });
  }

  /**
   * Deletes up to {@code limit} debts that are paid; those that someone has locked stay.
   *
   * @return how many
   */
  int forgetPaid(Instant now, int limit) {
    return jdbc.sql(
            """
            DELETE FROM pair_pace WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM pair_pace WHERE owed_until < :now
              ORDER BY owed_until LIMIT :limit FOR UPDATE SKIP LOCKED))
            """)
        .param("now", at(now))
        .param("limit", limit)
        .update();
  }

  private static Pair pair(UUID channelId, UUID recipient) {
    return new Pair(channelId, recipient);
  }

  private static UUID[] channels(List<Pair> pairs) {
    return pairs.stream().map(Pair::channelId).toArray(UUID[]::new);
  }

  private static UUID[] recipients(List<Pair> pairs) {
    return pairs.stream().map(Pair::recipient).toArray(UUID[]::new);
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
