package dev.whatsway.store.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many people a portfolio has written to within 24 hours ("Messaging limits"). A person counts
 * from a send on for 24 hours and up to a quarter of an hour more; another send to them costs
 * nothing and starts their 24 hours anew.
 *
 * <p>Meta counts only messages outside of a service window; whoever claims a send inside of one
 * does not ask.
 */
final class PortfolioBudget {

  private static final Duration BUCKET = Duration.ofMinutes(15);
  private static final int BUCKETS = (int) (Duration.ofHours(24).toMinutes() / BUCKET.toMinutes());

  /** When to come again to a portfolio that was only just then found to be near its limit. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final JdbcClient jdbc;

  PortfolioBudget(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param name Meta's id of the portfolio, or of the WABA where that is all that is known
   */
  record Portfolio(UUID accountId, String name) implements Comparable<Portfolio> {

    @Override
    public int compareTo(Portfolio other) {
      int byAccount = accountId.compareTo(other.accountId);
      return byAccount == 0 ? name.compareTo(other.name) : byAccount;
    }
  }

  /**
   * Counts people, within the caller's transaction.
   *
   * @param persons distinct
   * @return those that are within the limit; the others are not counted
   */
  Set<UUID> count(Portfolio portfolio, List<UUID> persons, long limit, Instant now) {
    return new HashSet<>(
        jdbc.sql("SELECT count_people(:account, :portfolio, :persons, :limit, :bucket)")
            .param("account", portfolio.accountId())
            .param("portfolio", portfolio.name())
            .param("persons", persons.toArray(UUID[]::new))
            .param("limit", limit)
            .param("bucket", bucket(now))
            .query(UUID.class)
            .list());
  }

  /** Returns how long nobody new fits: until the oldest bucket with anyone in it is over. */
  Duration freesAfter(Portfolio portfolio, long limit, Instant now) {
    int oldest = bucket(now) - BUCKETS;
    return jdbc.sql(
            """
            SELECT portfolio_used(:account, :portfolio, :oldest) AS used, min(bucket) AS bucket
            FROM (
              SELECT bucket FROM portfolio_counters
              WHERE account_id = :account AND portfolio = :portfolio AND bucket >= :oldest
              GROUP BY bucket HAVING sum(n) > 0) AS filled
            """)
        .param("account", portfolio.accountId())
        .param("portfolio", portfolio.name())
        .param("oldest", oldest)
        .query(
            (row, number) -> {
              int filled = row.getInt("bucket");
              if (row.wasNull() || row.getLong("used") < limit) {
                return SOON;
              }
              Instant free = Instant.EPOCH.plus(BUCKET.multipliedBy((long) filled + BUCKETS + 1));
              return Duration.between(now, free);
            })
        .single();
  }

  /**
   * Deletes up to {@code limit} people and as many counters whose time is over.
   *
   * @return the larger of the two numbers
   */
  int forget(Instant now, int limit) {
    return Math.max(
        forget("portfolio_people", now, limit), forget("portfolio_counters", now, limit));
  }

  private int forget(String table, Instant now, int limit) {
    return jdbc.sql(
            """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM %1$s WHERE bucket < :oldest LIMIT :limit FOR UPDATE SKIP LOCKED))
            """
                .formatted(table))
        // A clock that is a bucket behind must still find what it counts.
        .param("oldest", bucket(now) - BUCKETS - 1)
        .param("limit", limit)
        .update();
  }

  private static int bucket(Instant now) {
    return Math.toIntExact(now.getEpochSecond() / BUCKET.toSeconds());
  }
}
