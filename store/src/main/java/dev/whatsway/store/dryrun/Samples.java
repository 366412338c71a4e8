package dev.whatsway.store.dryrun;

import dev.whatsway.journey.condition.Condition;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.segment.ContactFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Draws people of whom a dry run is made; their number costs, not the audience's. */
@Repository
public class Samples {

  private static final int PAGE = 500;

  /** People looked at for each that is wanted, where a condition chooses. */
  private static final int LOOKS = 20;

  private final JdbcClient jdbc;
  private final Contacts contacts;

  public Samples(JdbcClient jdbc, Contacts contacts) {
    this.jdbc = jdbc;
    this.contacts = contacts;
  }

  /** Returns members of an audience, evenly spread over it. */
  public List<Contact> audience(UUID audienceId, int size) {
    long members =
        jdbc.sql(
                "SELECT COALESCE(max(ordinal) + 1, 0) FROM audience_members WHERE audience_id = :id")
            .param("id", audienceId)
            .query(Long.class)
            .single();
    Long[] ordinals =
        LongStream.range(0, Math.min(size, members))
            .map(i -> members <= size ? i : i * members / size)
            .boxed()
            .toArray(Long[]::new);
    List<UUID> chosen =
        jdbc.sql(
                """
                SELECT contact_id FROM audience_members
                WHERE audience_id = :id AND ordinal = ANY (:ordinals) ORDER BY ordinal
                """)
            .param("id", audienceId)
            .param("ordinals", ordinals)
            .query(UUID.class)
            .list();
    return chosen.stream().flatMap(id -> contacts.get(id).stream()).toList();
  }

  /**
   * Returns people of the account for whom a condition holds, by their ids, which are random.
   *
   * @param condition null for everybody
   */
  public List<Contact> account(
      UUID accountId, @Nullable Condition condition, int size, Instant now) {
    List<Contact> chosen = new ArrayList<>();
    UUID after = Contacts.FIRST;
    for (int looked = 0; looked < size * LOOKS && chosen.size() < size; looked += PAGE) {
      List<Contact> page = contacts.page(accountId, after, PAGE);
      if (page.isEmpty()) {
        return chosen;
      }
      page.stream()
          .filter(
              contact ->
                  condition == null
                      || condition.test(ContactFacts.of(contact, condition, now)).matches())
          .limit(size - chosen.size())
          .forEach(chosen::add);
      after = page.get(page.size() - 1).id();
    }
    return chosen;
  }

  /**
   * How people reacted so far.
   *
   * @param accepted messages that this was learnt from
   */
  public record Reactions(long accepted, long delivered, long read, long clicked, long replied) {}

  /** Returns how people reacted to the account's latest campaigns of a category. */
  public Reactions reactions(UUID accountId, String category) {
    return jdbc.sql(
            """
            SELECT COALESCE(sum(n) FILTER (WHERE metric = 'reached:accepted'), 0) AS accepted,
              COALESCE(sum(n) FILTER (WHERE metric = 'reached:delivered'), 0) AS delivered,
              COALESCE(sum(n) FILTER (WHERE metric = 'reached:read'), 0) AS read,
              COALESCE(sum(n) FILTER (WHERE metric = 'clicked'), 0) AS clicked,
              COALESCE(sum(n) FILTER (WHERE metric = 'replied'), 0) AS replied
            FROM campaign_counters WHERE campaign_id IN (
              SELECT id FROM campaigns
              WHERE account_id = :account AND category = :category AND started_at IS NOT NULL
              ORDER BY started_at DESC LIMIT 20)
            """)
        .param("account", accountId)
        .param("category", category)
        .query(
            (row, n) ->
                new Reactions(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .single();
  }
}
