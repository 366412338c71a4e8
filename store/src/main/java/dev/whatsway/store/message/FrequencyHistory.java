package dev.whatsway.store.message;

import dev.whatsway.store.rules.FrequencyCap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the account's frequency caps would count against a campaign's messages, for whoever tries
 * the campaign out. Locks and changes nothing.
 */
@Repository
public class FrequencyHistory {

  /** The skip reason of a message that a cap keeps back. */
  public static final String CAPPED = ContactFrequency.CAPPED;

  private static final int PAGE = 500;

  private final JdbcClient jdbc;
  private final FrequencyReads reads;

  public FrequencyHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.reads = new FrequencyReads(jdbc);
  }

  /**
   * Returns when the marketing that counts was claimed, by contact; contacts without any are left
   * out. What running campaigns with a higher priority have queued is taken to be claimed at {@code
   * now}, or when what put it off has passed, as far as the caps let it: until then the time keeps
   * its room.
   *
   * @param priority of the campaign that is tried out
   */
  public Map<UUID, List<Instant>> of(
      UUID accountId, int priority, List<FrequencyCap> caps, List<UUID> contacts, Instant now) {
    Map<UUID, List<Instant>> history = new HashMap<>();
    for (int from = 0; from < contacts.size(); from += PAGE) {
      UUID[] page =
          contacts.subList(from, Math.min(from + PAGE, contacts.size())).toArray(UUID[]::new);
      Map<UUID, Map<UUID, Instant>> claimed = claimed(page);
      claimed.forEach((contact, of) -> history.put(contact, new ArrayList<>(of.values())));
      reads
          .waiting(new UUID[] {accountId}, priority, page)
          .forEach(
              (contact, waiting) -> {
                Set<UUID> known = claimed.getOrDefault(contact, Map.of()).keySet();
                waiting.removeIf(message -> known.contains(message.messageId()));
                goOut(waiting, caps, history.computeIfAbsent(contact, c -> new ArrayList<>()), now);
              });
    }
    return history;
  }

  private Map<UUID, Map<UUID, Instant>> claimed(UUID[] contacts) {
    Map<UUID, Map<UUID, Instant>> claimed = new HashMap<>();
    jdbc.sql("SELECT * FROM contact_frequency WHERE contact_id = ANY(:contacts)")
        .param("contacts", contacts)
        .query(
            row -> {
              claimed.put(Rows.uuid(row, "contact_id"), FrequencyReads.claimed(row));
            });
    Set<UUID> messages = new HashSet<>();
    claimed.values().forEach(of -> messages.addAll(of.keySet()));
    Set<UUID> counting = reads.counting(messages);
    claimed.values().forEach(of -> of.keySet().retainAll(counting));
    return claimed;
  }

  /** The highest first: each leaves the others what it does not take. */
  private static void goOut(
      List<FrequencyReads.Waiting> waiting,
      List<FrequencyCap> caps,
      List<Instant> claimed,
      Instant now) {
    waiting.sort(
        Comparator.comparing(FrequencyReads.Waiting::priority)
            .reversed()
            .thenComparing(FrequencyReads.Waiting::messageId));
    for (FrequencyReads.Waiting message : waiting) {
      Instant due = message.putOffUntil();
      Instant at = due == null || due.isBefore(now) ? now : due;
      if (FrequencyCap.haveRoom(caps, claimed, 0, at)) {
        claimed.add(at);
      }
    }
  }
}
