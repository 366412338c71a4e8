package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.NewId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What one transaction of claims decides, collected and written by a statement of each kind however
 * many messages it is about.
 */
final class ClaimWrites {

  /** The hold reason of a message that waits for a webhook to tell what became of its call. */
  static final String LOST = "answer-lost";

  private final JdbcClient jdbc;
  private final Instant now;
  private final List<NewAttempt> attempts = new ArrayList<>();
  private final List<UUID> lost = new ArrayList<>();
  private final List<UUID> resent = new ArrayList<>();
  private final Map<UUID, @Nullable String> holds = new LinkedHashMap<>();
  private final Map<UUID, Due> dues = new LinkedHashMap<>();
  private final Map<UUID, UUID> channels = new LinkedHashMap<>();
  private final Map<UUID, End> ends = new LinkedHashMap<>();

  private record NewAttempt(
      UUID id, UUID messageId, UUID campaignId, SendLedger.Request request, int number) {}

  private record Due(Instant at, String reason) {}

  private record End(MessageStatus status, String reason) {}

  ClaimWrites(JdbcClient jdbc, Instant now) {
    this.jdbc = jdbc;
    this.now = now;
  }

  /** Returns the new attempt's id. */
  UUID attempt(Claim.Outgoing message, SendLedger.Request request, int number) {
    UUID id = NewId.next();
    attempts.add(new NewAttempt(id, message.messageId(), message.campaignId(), request, number));
    return id;
  }

  void lose(UUID messageId, UUID attemptId) {
    lost.add(attemptId);
    hold(messageId, LOST);
  }

  /**
   * @param reason null where the message waits no longer
   */
  void hold(UUID messageId, @Nullable String reason) {
    holds.put(messageId, reason);
  }

  /** Lets the message come again at a time and not before. */
  void putOff(UUID messageId, Instant until, String reason) {
    dues.put(messageId, new Due(until, reason));
  }

  /** Sends the message through another channel than planned. */
  void moveTo(UUID messageId, UUID channelId) {
    channels.put(messageId, channelId);
  }

  void resend(UUID messageId) {
    resent.add(messageId);
  }

  SendResult end(UUID messageId, MessageStatus status, String reason) {
    ends.put(messageId, new End(status, reason));
    return new SendResult.NotSent(status, reason);
  }

  void flush() {
    if (!lost.isEmpty()) {
      writeLost();
    }
    if (!resent.isEmpty()) {
      writeResent();
    }
    if (!holds.isEmpty()) {
      writeHolds();
    }
    if (!dues.isEmpty()) {
      writeDues();
    }
    if (!ends.isEmpty()) {
      writeEnds();
    }
    if (!channels.isEmpty()) {
      writeChannels();
    }
    if (!attempts.isEmpty()) {
      writeAttempts();
    }
  }

  private void writeLost() {
    jdbc.sql("UPDATE attempts SET outcome = 'unknown', finished_at = :now WHERE id = ANY(:ids)")
        .param("now", Rows.at(now))
        .param("ids", lost.toArray(UUID[]::new))
        .update();
  }

  private void writeResent() {
    jdbc.sql("UPDATE messages SET resent = true WHERE id = ANY(:ids)")
        .param("ids", resent.toArray(UUID[]::new))
        .update();
  }

  private void writeHolds() {
    jdbc.sql(
            """
            UPDATE messages m SET hold_reason = h.reason, updated_at = :now
            FROM unnest(:ids::uuid[], :reasons::text[]) AS h (id, reason)
            WHERE m.id = h.id
            """)
        .param("now", Rows.at(now))
        .param("ids", holds.keySet().toArray(UUID[]::new))
        .param("reasons", holds.values().toArray(String[]::new))
        .update();
  }

  /** A lane waits by due_at; messages with workflows wait each for itself, and no lane for them. */
  private void writeDues() {
    jdbc.sql(
            """
            UPDATE messages m SET hold_reason = d.reason, due_at = d.at,
              put_off_until = CASE WHEN c.tracking = 'ledger' THEN m.put_off_until ELSE d.at END,
              updated_at = :now
            FROM unnest(:ids::uuid[], :times::timestamptz[], :reasons::text[]) AS d (id, at, reason),
              campaigns c
            WHERE m.id = d.id AND c.id = m.campaign_id
            """)
        .param("now", Rows.at(now))
        .param("ids", dues.keySet().toArray(UUID[]::new))
        .param("times", dues.values().stream().map(d -> d.at.toString()).toArray(String[]::new))
        .param("reasons", dues.values().stream().map(Due::reason).toArray(String[]::new))
        .update();
  }

  private void writeEnds() {
    jdbc.sql(
            """
            UPDATE messages m SET status = e.status, skip_reason = e.reason, hold_reason = NULL,
              updated_at = :now
            FROM unnest(:ids::uuid[], :statuses::text[], :reasons::text[]) AS e (id, status, reason)
            WHERE m.id = e.id
            """)
        .param("now", Rows.at(now))
        .param("ids", ends.keySet().toArray(UUID[]::new))
        .param("statuses", ends.values().stream().map(e -> e.status.wire()).toArray(String[]::new))
        .param("reasons", ends.values().stream().map(End::reason).toArray(String[]::new))
        .update();
  }

  private void writeChannels() {
    jdbc.sql(
            """
            UPDATE messages m SET channel_id = c.channel, updated_at = :now
            FROM unnest(:ids::uuid[], :channels::uuid[]) AS c (id, channel)
            WHERE m.id = c.id
            """)
        .param("now", Rows.at(now))
        .param("ids", channels.keySet().toArray(UUID[]::new))
        .param("channels", channels.values().toArray(UUID[]::new))
        .update();
  }

  private void writeAttempts() {
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at)
            SELECT a.id, a.message_id, a.campaign_id, a.route, a.round, a.number, :now
            FROM unnest(:ids::uuid[], :messages::uuid[], :campaigns::uuid[], :routes::text[],
              :rounds::int[], :numbers::int[])
              AS a (id, message_id, campaign_id, route, round, number)
            """)
        .param("now", Rows.at(now))
        .param("ids", attempts.stream().map(NewAttempt::id).toArray(UUID[]::new))
        .param("messages", attempts.stream().map(NewAttempt::messageId).toArray(UUID[]::new))
        .param("campaigns", attempts.stream().map(NewAttempt::campaignId).toArray(UUID[]::new))
        .param(
            "routes", attempts.stream().map(a -> a.request.route().wire()).toArray(String[]::new))
        .param("rounds", attempts.stream().map(a -> a.request.round()).toArray(Integer[]::new))
        .param("numbers", attempts.stream().map(NewAttempt::number).toArray(Integer[]::new))
        .update();
  }
}
