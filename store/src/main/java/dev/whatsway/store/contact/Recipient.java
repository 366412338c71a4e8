package dev.whatsway.store.contact;

import dev.whatsway.journey.travel.PersonValues;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody a campaign is for.
 *
 * @param ordinal its place in the audience, or among those of a segment, from 0
 * @param phone E.164 with its plus sign
 */
public record Recipient(
    long ordinal,
    UUID contactId,
    String phone,
    @Nullable String name,
    @Nullable String country,
    @Nullable String timezone,
    @Nullable String locale,
    Map<String, String> attributes,
    @Nullable Instant optInAt,
    @Nullable Instant optedOutAt) {

  /** Makes one of a contact that a segment has. */
  public static Recipient of(Contact contact, long ordinal) {
    return new Recipient(
        ordinal,
        contact.id(),
        contact.phone(),
        contact.name(),
        contact.country(),
        contact.timezone(),
        contact.locale(),
        contact.attributes(),
        contact.optInAt(),
        contact.optedOutAt());
  }

  /** Returns whether the latest word of this person on marketing was no. */
  public boolean optedOut() {
    return optedOutAt != null && (optInAt == null || !optInAt.isAfter(optedOutAt));
  }

  /** Returns what placeholders stand for. */
  public PersonValues values() {
    return new PersonValues(name, phone, country, locale, timezone, attributes, Map.of());
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "Recipient[contactId=" + contactId + "]";
  }
}
