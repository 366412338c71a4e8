package dev.whatsway.store.segment;

import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.condition.Facts;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.contact.Contact;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a condition may know of a contact. */
public final class ContactFacts {

  /**
   * @param condition what the facts are for: nothing is found out that it does not name
   * @param now what the condition's {@code now} means
   */
  public static Facts of(Contact contact, Condition condition, Instant now) {
    return of(contact, phoneCountry(contact, condition), now, Map.of());
  }

  /**
   * @param event what happened just now, as {@link Facts#event}
   */
  public static Facts of(Contact contact, Condition condition, Instant now, Map<String, ?> event) {
    return of(contact, phoneCountry(contact, condition), now, event);
  }

  /** Returns all facts, for conditions that are not known yet. */
  public static Facts of(Contact contact, Instant now) {
    return of(contact, PhoneNumbers.country(contact.phone()).orElse(null), now, Map.of());
  }

  private static Facts of(
      Contact contact, @Nullable String phoneCountry, Instant now, Map<String, ?> event) {
    return new Facts(
        new Facts.Person(
            contact.name(),
            contact.country(),
            phoneCountry,
            contact.locale(),
            contact.timezone(),
            contact.createdAt()),
        contact.attributes(),
        new Facts.Consent(
            contact.optedIn(),
            contact.optedOut(),
            contact.optInAt(),
            contact.optInSource(),
            contact.optedOutAt()),
        now,
        Map.of(),
        event);
  }

  private static @Nullable String phoneCountry(Contact contact, Condition condition) {
    return condition.mentions("phone_country")
        ? PhoneNumbers.country(contact.phone()).orElse(null)
        : null;
  }

  private ContactFacts() {}
}
