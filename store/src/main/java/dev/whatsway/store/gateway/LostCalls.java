package dev.whatsway.store.gateway;

import dev.whatsway.store.contact.PhoneTwins;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls of the gateway whose end nobody told: those whose instance died, and lost answers. */
@Repository
public class LostCalls {

  /** Longer than any call takes: whoever made an older one has died. */
  static final Duration ABANDONED = Duration.ofMinutes(3);

  /** How long after a call its first webhook is believed to be of it. */
  private static final Duration BELIEVED = Duration.ofMinutes(10);

  /** Meta tells whole seconds, and our clock may be a little ahead of its. */
  private static final Duration CLOCKS = Duration.ofSeconds(3);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public LostCalls(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Marks up to {@code limit} messages {@code unknown} whose calls nobody will tell of any more.
   *
   * @return how many
   */
  public int settle(Instant now, int limit) {
    Integer settled =
        transaction.execute(
            status -> {
              UUID[] messages =
                  jdbc.sql(
                          """
                          SELECT message_id FROM attempts
                          WHERE campaign_id IS NULL AND outcome IS NULL AND started_at < :before
                          ORDER BY started_at LIMIT :limit
                          """)
                      .param("before", at(now.minus(ABANDONED)))
                      .param("limit", limit)
                      .query(UUID.class)
                      .list()
                      .toArray(UUID[]::new);
              return lose(messages, now);
            });
    return settled == null ? 0 : settled;
  }

  /**
   * Does the same for one message, within the caller's transaction, unless its call may still be
   * under way.
   *
   * @return false where it may
   */
  boolean settle(UUID messageId, Instant now) {
    boolean underWay =
        jdbc.sql(
                """
                SELECT EXISTS (SELECT FROM attempts
                  WHERE message_id = :id AND outcome IS NULL AND started_at >= :since)
                """)
            .param("id", messageId)
            .param("since", at(now.minus(ABANDONED)))
            .query(Boolean.class)
            .single();
    if (!underWay) {
      lose(new UUID[] {messageId}, now);
    }
    return !underWay;
  }

  /** Messages before attempts, sorted, as outcomes and webhooks do. */
  private int lose(UUID[] messages, Instant now) {
    if (messages.length == 0) {
      return 0;
    }
    jdbc.sql("SELECT id FROM messages WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
        .param("ids", messages)
        .query(UUID.class)
        .list();
    // A statement of its own, after the locks: an outcome may have come meanwhile.
    jdbc.sql(
            """
            UPDATE attempts SET outcome = 'unknown', finished_at = :now
            WHERE message_id = ANY (:ids) AND outcome IS NULL AND started_at < :before
            """)
        .param("ids", messages)
        .param("now", at(now))
        .param("before", at(now.minus(ABANDONED)))
        .update();
    return jdbc.sql(
            """
            UPDATE messages m SET status = 'unknown', hold_reason = NULL, updated_at = :now
            WHERE m.id = ANY (:ids) AND m.status = 'queued'
              AND EXISTS (SELECT FROM attempts a WHERE a.message_id = m.id AND a.outcome = 'unknown')
              AND NOT EXISTS (SELECT FROM attempts a WHERE a.message_id = m.id AND a.outcome IS NULL)
            """)
        .param("ids", messages)
        .param("now", at(now))
        .update();
  }

  /** What became of a wamid that belongs to no message. */
  public enum Recognised {
    /** A call has it now. */
    GIVEN,
    /** A call to the person may still be under way: ask again. For minutes at most. */
    UNDER_WAY,
    /** It is of no call of the gateway, or of one of several. */
    NONE
  }

  /**
   * Gives a wamid that belongs to no message to the call that it must be of: the account's number
   * has lost just one answer of a call to that person not long before. The client's callback data
   * is the client's, so that nothing else names the call. Where there are two such calls, one of
   * which may be a campaign's, it is given to none. Call it outside of a transaction.
   *
   * @param phone E.164 with its plus sign, null where Meta does not tell it
   * @param userId the BSUID, null where Meta does not tell it
   * @param at when Meta says that it happened
   */
  public Recognised recognise(
      UUID accountId,
      String phoneNumberId,
      String wamid,
      @Nullable String phone,
      @Nullable String userId,
      Instant at,
      Instant now) {
    List<Call> calls = calls(accountId, phoneNumberId, phone, userId, at, now);
    if (calls.stream().anyMatch(Call::underWay)) {
      return Recognised.UNDER_WAY;
    }
    if (calls.size() != 1 || !calls.get(0).gateway) {
      return Recognised.NONE;
    }
    return Boolean.TRUE.equals(transaction.execute(status -> give(wamid, calls.get(0), now)))
        ? Recognised.GIVEN
        : Recognised.NONE;
  }

  /** Calls to a person that nobody has told the end of, of the gateway and of campaigns. */
  private List<Call> calls(
      UUID accountId,
      String phoneNumberId,
      @Nullable String phone,
      @Nullable String userId,
      Instant at,
      Instant now) {
    String[] persons =
        Stream.concat(
                phone == null ? Stream.empty() : PhoneTwins.of(phone).stream(),
                Stream.ofNullable(userId))
            .toArray(String[]::new);
    return jdbc.sql(
            """
            SELECT a.id, a.message_id, m.gateway,
              a.outcome IS NULL AND a.started_at >= :alive AS under_way
            FROM (
              SELECT m.id, true AS gateway FROM messages m
              JOIN channels h ON h.id = m.channel_id
              WHERE h.account_id = :account AND h.phone_number_id = :number
                AND m.campaign_id IS NULL AND m.status IN ('queued', 'unknown')
                AND m.wamid IS NULL AND m.created_at > :from AND m.created_at <= :until
                AND (m.recipient_number = ANY (:persons) OR m.also_recipients && :persons::text[])
              UNION ALL
              -- Whatever they have become meanwhile, and planned whenever.
              SELECT m.id, false FROM contacts k
              JOIN messages m ON m.contact_id = k.id
              JOIN channels h ON h.id = m.channel_id
              WHERE k.account_id = :account AND k.phone IN (
                  SELECT unnest(:persons::text[]) UNION
                  SELECT phone FROM identities WHERE account_id = :account AND user_id = :user)
                AND h.account_id = :account AND h.phone_number_id = :number
                AND m.campaign_id IS NOT NULL
            ) AS m
            JOIN attempts a ON a.message_id = m.id
            WHERE a.wamid IS NULL AND (a.outcome IS NULL OR a.outcome = 'unknown')
              AND a.started_at > :from AND a.started_at <= :until
            """)
        .param("account", accountId)
        .param("number", phoneNumberId)
        .param("persons", persons)
        .param("user", userId, Types.VARCHAR)
        .param("from", at(at.minus(BELIEVED)))
        .param("until", at(at.plus(CLOCKS)))
        .param("alive", at(now.minus(ABANDONED)))
        .query(
            (row, number) ->
                new Call(
                    row.getObject("id", UUID.class),
                    row.getObject("message_id", UUID.class),
                    row.getBoolean("gateway"),
                    row.getBoolean("under_way")))
        .list();
  }

  /** Whoever made the call may have died, and nobody may have settled it yet. */
  private boolean give(String wamid, Call call, Instant now) {
    lose(new UUID[] {call.messageId}, now);
    return jdbc.sql(
                """
                UPDATE attempts SET wamid = :wamid
                WHERE id = :id AND wamid IS NULL AND outcome = 'unknown'
                  AND NOT EXISTS (SELECT FROM attempts o WHERE o.wamid = :wamid)
                """)
            .param("wamid", wamid)
            .param("id", call.attemptId)
            .update()
        == 1;
  }

  private record Call(UUID attemptId, UUID messageId, boolean gateway, boolean underWay) {}

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
