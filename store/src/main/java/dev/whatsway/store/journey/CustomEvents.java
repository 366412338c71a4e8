package dev.whatsway.store.journey;

import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.contact.Contacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What callers tell of people: it lets them enter journeys, and those they are in hear of it. */
@Repository
public class CustomEvents {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Campaigns campaigns;
  private final Contacts contacts;
  private final JourneyEntries entries;
  private final JsonMapper json;

  public CustomEvents(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Campaigns campaigns,
      Contacts contacts,
      JourneyEntries entries,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.campaigns = campaigns;
    this.contacts = contacts;
    this.entries = entries;
    this.json = json;
  }

  /**
   * An event.
   *
   * @param id by which a repetition is known; null for none
   * @param properties texts, {@code Long}, {@code Double} and {@code Boolean} by name
   */
  public record Event(
      UUID accountId, UUID contactId, String name, @Nullable String id, Map<String, ?> properties) {

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "Event[name=" + name + "]";
    }
  }

  /**
   * What came of an event.
   *
   * @param entered the campaigns whose journeys the person entered
   * @param told journeys of the person, open before, that hear of it
   * @param notEntered campaigns under way that the event leads into, but not this person
   */
  public record Told(List<UUID> entered, int told, List<NotEntered> notEntered) {}

  /** A campaign that the person did not enter, and why; {@link Entered.Reason#wire}. */
  public record NotEntered(UUID campaignId, String reason) {}

  /** Tells of an event, all of it or nothing; one that was told before is answered as it was. */
  public Told tell(Event event, Instant now) {
    return Objects.requireNonNull(transaction.execute(status -> once(event, now)));
  }

  /** Forgets the ids of events that were told before a time. */
  public int forget(Instant before) {
    return jdbc.sql("DELETE FROM told_events WHERE created_at < :before")
        .param("before", before.atOffset(ZoneOffset.UTC))
        .update();
  }

  private Told once(Event event, Instant now) {
    if (event.id() == null) {
      return anew(event, now);
    }
    if (!claim(event.accountId(), event.id(), now)) {
      return answered(event.accountId(), event.id());
    }
    Told told = anew(event, now);
    jdbc.sql(
            """
            UPDATE told_events SET answer = :answer::jsonb
            WHERE account_id = :account AND id = sha256(convert_to(:id, 'UTF8'))
            """)
        .param("answer", json.writeValueAsString(told))
        .param("account", event.accountId())
        .param("id", event.id())
        .update();
    return told;
  }

  /** A repetition waits here for the first telling, and finds its answer. */
  private boolean claim(UUID accountId, String id, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO told_events (account_id, id, created_at)
                VALUES (:account, sha256(convert_to(:id, 'UTF8')), :now) ON CONFLICT DO NOTHING
                """)
            .param("account", accountId)
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private Told answered(UUID accountId, String id) {
    return jdbc.sql(
            """
            SELECT answer FROM told_events
            WHERE account_id = :account AND id = sha256(convert_to(:id, 'UTF8'))
            """)
        .param("account", accountId)
        .param("id", id)
        .query((row, n) -> json.readValue(row.getString("answer"), Told.class))
        .single();
  }

  /**
   * Locks as {@link JourneyEntries} does, and before the signals' foreign keys lock the same rows
   * more weakly: whoever waits for those, such as an erasure, would wait for us and we for it.
   */
  private Told anew(Event event, Instant now) {
    List<Campaign> ledInto =
        campaigns.enteredBy(event.accountId(), event.name()).stream().map(campaigns::hold).toList();
    if (contacts.hold(event.contactId()).isEmpty()) {
      return new Told(List.of(), 0, List.of());
    }
    int told = tellOpen(event, now);
    List<UUID> entered = new ArrayList<>();
    List<NotEntered> notEntered = new ArrayList<>();
    for (Campaign campaign : ledInto) {
      Entered result = entries.enter(campaign, event.contactId(), event.properties(), now);
      if (result instanceof Entered.Not not) {
        notEntered.add(new NotEntered(campaign.id(), not.reason().wire()));
      } else {
        entered.add(campaign.id());
      }
    }
    return new Told(entered, told, notEntered);
  }

  private int tellOpen(Event event, Instant now) {
    return jdbc.sql(
            """
            INSERT INTO journey_signals (campaign_id, contact_id, kind, event, subject, due_at)
            SELECT campaign_id, contact_id, 'event', 'custom', :name, :now FROM journeys
            WHERE contact_id = :contact AND status <> 'ended'
            ORDER BY campaign_id
            """)
        .param("name", event.name())
        .param("contact", event.contactId())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
