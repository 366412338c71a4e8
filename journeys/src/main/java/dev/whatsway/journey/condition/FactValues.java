package dev.whatsway.journey.condition;

import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts in the form that the runtime reads: maps, in which what is not known has no key. */
final class FactValues implements CelVariableResolver {

  private final Facts facts;

  FactValues(Facts facts) {
    this.facts = facts;
  }

  /** Only what a condition asks for is made. */
  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "contact" -> Optional.of(contact(facts.contact()));
      case "attributes" -> Optional.of(facts.attributes());
      case "consent" -> Optional.of(consent(facts.consent()));
      case "now" -> Optional.of(facts.now());
      case "messages" -> Optional.of(messages(facts.messages()));
      case "event" -> Optional.of(facts.event());
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> contact(Facts.Person person) {
    Map<String, Object> values = new HashMap<>();
    put(values, "name", person.name());
    put(values, "country", person.country());
    put(values, "phone_country", person.phoneCountry());
    put(values, "locale", person.locale());
    put(values, "timezone", person.timezone());
    put(values, "created_at", person.createdAt());
    return values;
  }

  private static Map<String, Object> consent(Facts.Consent consent) {
    Map<String, Object> values = new HashMap<>();
    values.put("opted_in", consent.optedIn());
    values.put("opted_out", consent.optedOut());
    put(values, "opt_in_at", consent.optInAt());
    put(values, "opt_in_source", consent.optInSource());
    put(values, "opted_out_at", consent.optedOutAt());
    return values;
  }

  private static Map<String, Object> messages(Map<String, Facts.Message> messages) {
    Map<String, Object> values = new HashMap<>();
    messages.forEach(
        (step, message) ->
            values.put(
                step,
                Map.of(
                    "status", message.status(),
                    "delivered", message.delivered(),
                    "read", message.read(),
                    "clicked", message.clicked(),
                    "replied", message.replied())));
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static void put(Map<String, Object> values, String name, @Nullable Instant value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
