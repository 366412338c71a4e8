package dev.whatsway.store.contact;

import dev.whatsway.journey.travel.PersonValues;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person of an account.
 *
 * @param phone E.164 with its plus sign
 */
public record Contact(
    UUID id,
    String phone,
    @Nullable String name,
    @Nullable String country,
    @Nullable String timezone,
    @Nullable String locale,
    Map<String, String> attributes,
    @Nullable Instant optInAt,
    @Nullable String optInSource,
    @Nullable Instant optedOutAt,
    Instant createdAt,
    Instant updatedAt) {

  /** Returns whether the latest word of this person on marketing was no. */
  public boolean optedOut() {
    return optedOutAt != null && (optInAt == null || !optInAt.isAfter(optedOutAt));
  }

  /** Returns whether marketing may go to this person. */
  public boolean optedIn() {
    return optInAt != null && !optedOut();
  }

  /**
   * Returns what placeholders stand for.
   *
   * @param event what the entry event of a journey carried; empty for none
   */
  public PersonValues values(Map<String, ?> event) {
    return new PersonValues(name, phone, country, locale, timezone, attributes, event);
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "Contact[id=" + id + "]";
  }
}
