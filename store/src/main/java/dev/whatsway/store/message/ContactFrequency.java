package dev.whatsway.store.message;

import dev.whatsway.store.rules.FrequencyCap;
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
  private final FrequencyReads reads;
  private final Instant now;
  private final Map<UUID, Map<UUID, Instant>> claimed = new HashMap<>();
  private final Map<UUID, Instant> earlier = new HashMap<>();
  private final Map<UUID, List<FrequencyReads.Waiting>> waiting = new HashMap<>();
  private final Set<UUID> granted = new HashSet<>();

  /**
   * A marketing message that is to be claimed.
   *
   * @param caps the account's, not empty
   */
  record Candidate(
      UUID messageId, UUID contactId, UUID accountId, int priority, List<FrequencyCap> caps) {}

  private ContactFrequency(JdbcClient jdbc, Instant now) {
    this.jdbc = jdbc;
    this.reads = new FrequencyReads(jdbc);
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
    Map<UUID, Instant> others =
        new HashMap<>(claimed.getOrDefault(candidate.contactId(), Map.of()));
    long reserved =
        waiting.getOrDefault(candidate.contactId(), List.of()).stream()
            .filter(message -> message.accountId().equals(candidate.accountId()))
            .filter(message -> message.priority() > candidate.priority())
            // One whose call is open has taken its room.
            .filter(message -> !others.containsKey(message.messageId()))
            .count();
    others.remove(candidate.messageId());
    return FrequencyCap.haveRoom(candidate.caps(), others.values(), reserved, now);
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
              claimed.put(Rows.uuid(row, "contact_id"), FrequencyReads.claimed(row));
            });
  }

  private void readWaiting(Collection<Candidate> candidates) {
    int least = candidates.stream().mapToInt(Candidate::priority).min().orElseThrow();
    UUID[] accounts = candidates.stream().map(Candidate::accountId).distinct().toArray(UUID[]::new);
    waiting.putAll(reads.waiting(accounts, least, contacts(candidates)));
  }

  /** Forgets what does not count by now. */
  private void strikeOut(Collection<Candidate> doubtful) {
    Set<UUID> asked = new HashSet<>();
    doubtful.forEach(
        candidate -> asked.addAll(claimed.getOrDefault(candidate.contactId(), Map.of()).keySet()));
    Set<UUID> counting = reads.counting(asked);
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
