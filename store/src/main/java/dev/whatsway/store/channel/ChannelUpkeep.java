package dev.whatsway.store.channel;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a channel's workflow writes: Meta's word on the number, and the token as it ages. */
@Repository
public class ChannelUpkeep {

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final TransactionTemplate transaction;
  private final Clock clock;

  ChannelUpkeep(
      JdbcClient jdbc, SecretBox box, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * What Meta says of a number; each null where it said nothing, which leaves the old value.
   *
   * @param status in lower case, such as {@code connected} or {@code flagged}
   * @param throughput messages a second
   */
  public record MetasWord(
      @Nullable String status,
      @Nullable String qualityRating,
      @Nullable String messagingLimit,
      @Nullable Integer throughput) {}

  /**
   * Stores Meta's word; a throughput that an operator has said stays. A number that was slowed down
   * for its quality has its rate again once Meta calls it good enough.
   */
  public void store(UUID channelId, MetasWord word) {
    jdbc.sql(
            """
            UPDATE channels c SET status = COALESCE(:status, c.status),
              quality_rating = COALESCE(:quality, c.quality_rating),
              messaging_limit = COALESCE(:limit, c.messaging_limit),
              throughput = CASE WHEN c.throughput_configured THEN c.throughput
                ELSE COALESCE(:throughput, c.throughput) END,
              slowed_at = CASE WHEN :quality IN ('GREEN', 'YELLOW')
                AND COALESCE(:status, c.status) <> 'flagged' THEN NULL ELSE c.slowed_at END,
              status_reason = CASE WHEN :quality IN ('GREEN', 'YELLOW')
                AND COALESCE(:status, c.status) <> 'flagged' THEN NULL ELSE c.status_reason END,
              synced_at = :now
            WHERE c.id = :id
            """)
        .param("id", channelId)
        .param("status", word.status())
        .param("quality", word.qualityRating())
        .param("limit", word.messagingLimit())
        .param("throughput", word.throughput())
        .param("now", at(clock.instant()))
        .update();
  }

  /** Returns whether the number was rated RED, or flagged, when Meta was asked last. */
  public boolean isLow(UUID channelId) {
    return jdbc.sql(
            "SELECT quality_rating = 'RED' OR status = 'flagged' FROM channels WHERE id = :id")
        .param("id", channelId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Stores when the token ends, unless another has taken its place.
   *
   * @param expiresAt null for never
   */
  public void storeExpiry(UUID channelId, String token, @Nullable Instant expiresAt) {
    whileInUse(
        channelId,
        token,
        () ->
            jdbc.sql("UPDATE channels SET token_expires_at = :at WHERE id = :id")
                .param("id", channelId)
                .param("at", expiresAt == null ? null : at(expiresAt))
                .update());
  }

  /**
   * Replaces a token by what Meta gave for it, unless an operator has replaced it meanwhile.
   *
   * @param expiresAt null for never
   * @return whether it was replaced
   */
  public boolean replaceToken(
      UUID channelId, String before, String after, @Nullable Instant expiresAt) {
    return whileInUse(
        channelId,
        before,
        () ->
            jdbc.sql(
                    """
                    UPDATE channels SET access_token = :token, token_expires_at = :at
                    WHERE id = :id
                    """)
                .param("id", channelId)
                .param("token", box.seal(channelId, "access_token", after))
                .param("at", expiresAt == null ? null : at(expiresAt))
                .update());
  }

  /** Returns whether the channel uses the token still. */
  public boolean uses(UUID channelId, String token) {
    return whileInUse(channelId, token, () -> {});
  }

  private boolean whileInUse(UUID channelId, String token, Runnable work) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              byte[] sealed =
                  jdbc.sql("SELECT access_token FROM channels WHERE id = :id FOR NO KEY UPDATE")
                      .param("id", channelId)
                      .query((row, n) -> row.getBytes(1))
                      .single();
              boolean used = box.open(channelId, "access_token", sealed).equals(token);
              if (used) {
                work.run();
              }
              return used;
            }));
  }

  /** A channel that is new or has changed at that time. */
  public record Untold(UUID channelId, Instant changedAt) {}

  /** Returns new and changed channels whose workflow was not told of it yet. */
  public List<Untold> untold(int limit) {
    return jdbc.sql("SELECT id, updated_at FROM channels WHERE NOT told ORDER BY id LIMIT :limit")
        .param("limit", limit)
        .query(
            (row, n) ->
                new Untold(
                    row.getObject("id", UUID.class),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Marks the channel told, unless it has changed again. */
  public void told(Untold change) {
    jdbc.sql("UPDATE channels SET told = true WHERE id = :id AND updated_at = :at")
        .param("id", change.channelId())
        .param("at", at(change.changedAt()))
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
