package dev.whatsway.journey.condition;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a condition is tested. What is null is not there for the condition.
 *
 * @param attributes as stored, by name
 * @param now what {@code now} means in the condition
 * @param messages what became of a journey's messages, by step; empty where there is no journey
 * @param event what happened just now: texts, {@code Long}, {@code Double}, {@code Boolean}, lists
 *     and maps of these; empty where nothing did
 */
public record Facts(
    Person contact,
    Map<String, String> attributes,
    Consent consent,
    Instant now,
    Map<String, Message> messages,
    Map<String, ?> event) {

  /** Facts outside of a journey. */
  public Facts(Person contact, Map<String, String> attributes, Consent consent, Instant now) {
    this(contact, attributes, consent, now, Map.of(), Map.of());
  }

  /**
   * A person, without their number: a condition that named one would be somebody's data in itself.
   *
   * @param phoneCountry of the number, ISO 3166-1 alpha-2; may be null where {@link
   *     Condition#mentions} says that nobody asks
   */
  public record Person(
      @Nullable String name,
      @Nullable String country,
      @Nullable String phoneCountry,
      @Nullable String locale,
      @Nullable String timezone,
      @Nullable Instant createdAt) {

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "Person[]";
    }
  }

  /**
   * What a person said about marketing.
   *
   * @param optedIn whether marketing may go to them: an opt-in that no later opt-out ends
   * @param optedOut whether their latest word was no; of somebody who said nothing neither is true
   */
  public record Consent(
      boolean optedIn,
      boolean optedOut,
      @Nullable Instant optInAt,
      @Nullable String optInSource,
      @Nullable Instant optedOutAt) {}

  /**
   * What became of a message.
   *
   * @param status as the API shows it, such as {@code delivered}
   */
  public record Message(
      String status, boolean delivered, boolean read, boolean clicked, boolean replied) {}

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "Facts[now=" + now + "]";
  }
}
