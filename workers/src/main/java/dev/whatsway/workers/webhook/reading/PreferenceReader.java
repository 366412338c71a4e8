package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import tools.jackson.databind.JsonNode;

/** Reads elements of {@code user_preferences}. */
final class PreferenceReader {

  private static final String MARKETING = "marketing_messages";

  static WebhookFact read(Source source) {
    JsonNode item = source.item();
    String number = source.phoneNumberId();
    String phone = Lenient.phone(item.path("wa_id"));
    String userId = Lenient.text(item.path("user_id"));
    boolean marketing = Lenient.textOr(item.path("category"), MARKETING).equals(MARKETING);
    if (number == null || !marketing || (phone == null && userId == null)) {
      return new Unknown("preference:" + Lenient.known(item.path("value")));
    }
    return new Preference(
        number,
        phone,
        userId,
        Lenient.text(item.path("parent_user_id")),
        choice(item.path("value").asString("")),
        Lenient.time(item.path("timestamp"), source.receivedAt()));
  }

  private static Choice choice(String value) {
    return switch (value) {
      case "stop" -> Choice.STOP;
      case "resume" -> Choice.RESUME;
      case "signup" -> Choice.SIGNUP;
      default -> Choice.UNKNOWN;
    };
  }

  private PreferenceReader() {}
}
