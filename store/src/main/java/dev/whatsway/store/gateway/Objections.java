package dev.whatsway.store.gateway;

import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.gateway.Admission.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stands against writing to a person, read in one statement by a transaction that has passed
 * {@link dev.whatsway.store.channel.StopBarrier}: whoever stops or is suppressed meanwhile waits
 * for its end.
 */
final class Objections {

  /** A window that is about to close may have closed when the message arrives. */
  private static final Duration DELIVERY = Duration.ofMinutes(15);

  private static final byte[][] NONE = {};

  private final JdbcClient jdbc;
  private final Suppressions suppressions;

  Objections(JdbcClient jdbc, Suppressions suppressions) {
    this.jdbc = jdbc;
    this.suppressions = suppressions;
  }

  /**
   * Where a person stands.
   *
   * @param contactId the contact with the first of the names, null where there is none
   * @param suppressed whether any of the names is on the list
   * @param erased whether it is there because the person was erased
   * @param optedOut whether anybody who has one of the names said stop to marketing last
   * @param windowOpen whether the contact may be written to without a template
   */
  record Standing(
      @Nullable UUID contactId,
      boolean suppressed,
      boolean erased,
      boolean optedOut,
      boolean windowOpen) {

    /**
     * Returns what stands against a message, null where nothing does.
     *
     * @param marketing whether it is marketing, or may be
     */
    @Nullable Reason against(boolean marketing) {
      if (suppressed) {
        return erased ? Reason.ERASED : Reason.SUPPRESSED;
      }
      return optedOut && marketing ? Reason.OPTED_OUT : null;
    }
  }

  /**
   * Reads where a person stands.
   *
   * @param persons numbers and BSUIDs that they may be known by, at least one
   */
  Standing of(UUID accountId, UUID channelId, List<String> persons, Instant now) {
    Optional<byte[][]> keys = suppressions.keysAtHand(accountId, persons);
    Read read = read(accountId, channelId, persons, keys.orElse(NONE), now);
    return keys.isEmpty() && read.keyed
        ? read(accountId, channelId, persons, suppressions.keys(accountId, persons), now).standing
        : read.standing;
  }

  /**
   * @param keyed whether the account has suppressed anybody ever
   */
  private record Read(Standing standing, boolean keyed) {}

  private Read read(
      UUID accountId, UUID channelId, List<String> persons, byte[][] keys, Instant now) {
    return jdbc.sql(
            """
            SELECT k.id AS contact_id,
              EXISTS (SELECT FROM contacts o
                WHERE o.account_id = :account AND o.phone = ANY (:persons)
                  AND o.opted_out_at >= COALESCE(o.opt_in_at, '-infinity'))
              OR EXISTS (SELECT FROM identities i
                WHERE i.account_id = :account AND i.user_id = ANY (:persons)
                  -- Who agreed later by their number is known by it. Another's number says nothing.
                  AND i.stopped_at >= COALESCE(
                    (SELECT max(o.opt_in_at) FROM contacts o
                      WHERE o.account_id = :account AND o.phone = ANY (:persons)
                        AND o.phone = COALESCE(i.phone, o.phone)), '-infinity')) AS opted_out,
              (SELECT bool_or(s.erased) FROM suppressions s
                WHERE s.account_id = :account AND s.person = ANY (:keys)) AS erased,
              EXISTS (SELECT FROM person_keys p WHERE p.account_id = :account) AS keyed,
              EXISTS (SELECT FROM service_windows w
                WHERE w.contact_id = k.id AND w.channel_id = :channel
                  AND w.service_until > :arrival) AS window_open
            FROM (VALUES (1)) AS one (row)
            LEFT JOIN contacts k
              ON k.account_id = :account AND k.phone = :name AND k.erased_at IS NULL
            """)
        .param("account", accountId)
        .param("channel", channelId)
        .param("name", persons.get(0))
        .param("persons", persons.toArray(String[]::new))
        .param("keys", keys)
        .param("arrival", now.plus(DELIVERY).atOffset(ZoneOffset.UTC))
        .query(Objections::row)
        .single();
  }

  private static Read row(ResultSet row, int number) throws SQLException {
    Boolean erased = row.getObject("erased", Boolean.class);
    return new Read(
        new Standing(
            row.getObject("contact_id", UUID.class),
            erased != null,
            Boolean.TRUE.equals(erased),
            row.getBoolean("opted_out"),
            row.getBoolean("window_open")),
        row.getBoolean("keyed"));
  }
}
