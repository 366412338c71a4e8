package dev.whatsway.store.message;

import dev.whatsway.store.rules.FrequencyCap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The account's frequency caps, for the messages of one transaction of claims. Each contact has one
 * row with the marketing that was claimed for it of late; it is locked, in the order of the
 * contacts, before anything is decided, so two campaigns that race for one contact take turns.
 *
 * <p>A row may hold messages that Meta has refused by now: outcomes and webhooks do not write here.
 * Who would be capped by it looks them up and strikes out what does not count.
 */
final class ContactFrequency {

  /** The skip reason of a message that a cap keeps back. */
  static final String CAPPED = "capped";

  private final JdbcClient jdbc;
  private final Instant now;
  private final Map<UUID, Map<UUID, Instant>> claimed = new HashMap<>();
  private final Map<UUID, Instant> earlier = new HashMap<>();
  private final Map<UUID, List<Waiting>> waiting = new HashMap<>();
  private final Set<UUID> granted = new HashSet<>();

  /**
   * A marketing message that is to be claimed.
   *
   * @param caps the account's, not empty
   */
  record Candidate(
      UUID messageId, UUID contactId, UUID accountId, int priority, List<FrequencyCap> caps) {}

  /** A queued message of a campaign with a higher priority than somebody's. */
  private record Waiting(UUID messageId, UUID accountId, int priority) {}

  private record Higher(UUID campaignId, UUID accountId, int priority) {}

  private ContactFrequency(JdbcClient jdbc, Instant now) {
    this.jdbc = jdbc;
    this.now = now;
  }

  /** Locks the contacts and reads what the caps need, within the caller's transaction. */
  static ContactFrequency lock(JdbcClient jdbc, Collection<Candidate> candidates, Instant now) {
    ContactFrequency frequency = new ContactFrequency(jdbc, now);
    if (!candidates.isEmpty()) {
      frequency.readClaimed(candidates);
      frequency.readWaiting(candidates);
      List<Candidate> doubtful =
          candidates.stream().filter(candidate -> !frequency.hasRoom(candidate)).toList();
      if (!doubtful.isEmpty()) {
        frequency.strikeOut(doubtful);
      }
    }
    return frequency;
  }

  /** Takes the room that the message needs; returns false where there is none for it. */
  boolean take(Candidate candidate) {
    if (!hasRoom(candidate)) {
      return false;
    }
    Instant before =
        claimed
            .computeIfAbsent(candidate.contactId(), contact -> new LinkedHashMap<>())
            .put(candidate.messageId(), now);
    if (before != null) {
      earlier.put(candidate.messageId(), before);
    }
    granted.add(candidate.contactId());
    return true;
  }

  /**
   * Gives the room back that a message took which is not claimed after all; what it had by an
   * earlier attempt, whose answer may have been lost, stays.
   */
  void giveBack(Candidate candidate) {
    Instant before = earlier.get(candidate.messageId());
    Map<UUID, Instant> of = claimed.getOrDefault(candidate.contactId(), Map.of());
    if (before == null) {
      of.remove(candidate.messageId());
    } else {
      of.put(candidate.messageId(), before);
    }
  }

  private boolean hasRoom(Candidate candidate) {
    Map<UUID, Instant> others = claimed.getOrDefault(candidate.contactId(), Map.of());
    long reserved =
        waiting.getOrDefault(candidate.contactId(), List.of()).stream()
            .filter(message -> message.accountId().equals(candidate.accountId()))
            .filter(message -> message.priority() > candidate.priority())
            // One whose call is open has taken its room.
            .filter(message -> !others.containsKey(message.messageId()))
            .count();
    return candidate.caps().stream()
        .allMatch(cap -> room(cap, candidate.messageId(), others) > reserved);
  }

  private long room(FrequencyCap cap, UUID own, Map<UUID, Instant> others) {
    Instant since = now.minus(cap.per());
    return cap.messages()
        - others.entrySet().stream()
            .filter(other -> !other.getKey().equals(own) && other.getValue().isAfter(since))
            .count();
  }

  private void readClaimed(Collection<Candidate> candidates) {
    jdbc.sql(
            """
            INSERT INTO contact_frequency AS f (contact_id)
            SELECT contact FROM unnest(:contacts::uuid[]) AS c (contact) ORDER BY contact
            -- Changes nothing but locks, and answers with what others have committed.
            ON CONFLICT (contact_id) DO UPDATE SET messages = f.messages
            RETURNING f.contact_id, f.messages, f.claimed_at
            """)
        .param("contacts", contacts(candidates))
        .query(
            row -> {
              claimed.put(Rows.uuid(row, "contact_id"), read(row));
            });
  }

  private static Map<UUID, Instant> read(ResultSet row) throws SQLException {
    UUID[] messages = (UUID[]) row.getArray("messages").getArray();
    Timestamp[] times = (Timestamp[]) row.getArray("claimed_at").getArray();
    Map<UUID, Instant> claimed = new LinkedHashMap<>();
    for (int i = 0; i < messages.length; i++) {
      claimed.put(messages[i], times[i].toInstant());
    }
    return claimed;
  }

  private void readWaiting(Collection<Candidate> candidates) {
    Map<UUID, Higher> higher = new HashMap<>();
    jdbc.sql(
            """
            SELECT id, account_id, priority FROM campaigns
            WHERE account_id = ANY(:accounts) AND status IN ('running', 'paused')
              AND status = 'running' AND priority > :least
              AND (consent_needed OR lower(category) = 'marketing')
            """)
        .param(
            "accounts",
            candidates.stream().map(Candidate::accountId).distinct().toArray(UUID[]::new))
        .param("least", candidates.stream().mapToInt(Candidate::priority).min().orElseThrow())
        .query(
            (row, number) ->
                new Higher(
                    Rows.uuid(row, "id"), Rows.uuid(row, "account_id"), row.getInt("priority")))
        .list()
        .forEach(campaign -> higher.put(campaign.campaignId(), campaign));
    if (higher.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            SELECT id, contact_id, campaign_id FROM messages
            WHERE contact_id = ANY(:contacts) AND status = 'queued' AND campaign_id = ANY(:campaigns)
            """)
        .param("contacts", contacts(candidates))
        .param("campaigns", higher.keySet().toArray(UUID[]::new))
        .query(
            row -> {
              Higher campaign = higher.get(Rows.uuid(row, "campaign_id"));
              waiting
                  .computeIfAbsent(Rows.uuid(row, "contact_id"), contact -> new ArrayList<>())
                  .add(
                      new Waiting(Rows.uuid(row, "id"), campaign.accountId(), campaign.priority()));
            });
  }

  /**
   * Forgets what does not count: messages that Meta has refused, or failed later, and those that
   * ended otherwise without having been taken. An open call counts, and an answer that was lost.
   */
  private void strikeOut(Collection<Candidate> doubtful) {
    Set<UUID> asked = new HashSet<>();
    doubtful.forEach(
        candidate -> asked.addAll(claimed.getOrDefault(candidate.contactId(), Map.of()).keySet()));
    Set<UUID> counting =
        new HashSet<>(
            jdbc.sql(
                    """
                    SELECT m.id FROM messages m
                    WHERE m.id = ANY(:ids) AND (
                      m.status IN ('accepted', 'sent', 'delivered', 'read', 'expired', 'unknown')
                      OR (m.status = 'queued' AND EXISTS (
                        SELECT FROM attempts a WHERE a.message_id = m.id
                          AND (a.outcome IS NULL OR a.outcome IN ('accepted', 'unknown')))))
                    """)
                .param("ids", asked.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    doubtful.forEach(
        candidate ->
            claimed
                .getOrDefault(candidate.contactId(), Map.of())
                .keySet()
                .removeIf(message -> asked.contains(message) && !counting.contains(message)));
  }

  /** Writes what was claimed, without what is too old for any cap. */
  void flush(Collection<Candidate> candidates) {
    Map<UUID, Instant> oldest = new HashMap<>();
    for (Candidate candidate : candidates) {
      candidate.caps().stream()
          .map(cap -> now.minus(cap.per()))
          .forEach(
              since -> oldest.merge(candidate.contactId(), since, (a, b) -> a.isBefore(b) ? a : b));
    }
    List<UUID> contacts = new ArrayList<>();
    List<UUID> messages = new ArrayList<>();
    List<String> times = new ArrayList<>();
    for (UUID contact : granted) {
      claimed
          .getOrDefault(contact, Map.of())
          .forEach(
              (message, at) -> {
                if (at.isAfter(oldest.getOrDefault(contact, Instant.MIN))) {
                  contacts.add(contact);
                  messages.add(message);
                  times.add(at.toString());
                }
              });
    }
    if (contacts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO contact_frequency (contact_id, messages, claimed_at)
            SELECT contact, array_agg(message ORDER BY at), array_agg(at ORDER BY at)
            FROM unnest(:contacts::uuid[], :messages::uuid[], :times::timestamptz[])
              AS e (contact, message, at)
            GROUP BY contact
            -- All rows are there. Found by the key, which an UPDATE would leave to the planner.
            ON CONFLICT (contact_id) DO UPDATE
              SET messages = excluded.messages, claimed_at = excluded.claimed_at
            """)
        .param("contacts", contacts.toArray(UUID[]::new))
        .param("messages", messages.toArray(UUID[]::new))
        .param("times", times.toArray(String[]::new))
        .update();
  }

  private static UUID[] contacts(Collection<Candidate> candidates) {
    return candidates.stream().map(Candidate::contactId).distinct().toArray(UUID[]::new);
  }
}
