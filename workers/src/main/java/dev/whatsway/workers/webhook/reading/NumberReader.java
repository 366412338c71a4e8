package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.NumberName;
import dev.whatsway.workers.webhook.fact.NumberUpdate;
import dev.whatsway.workers.webhook.fact.Security;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what Meta tells of numbers, which it names by their digits in these fields. */
final class NumberReader {

  static WebhookFact update(Source source) {
    JsonNode value = source.item();
    String event = Lenient.word(value.path("event"));
    String digits = Lenient.digits(value.path("display_phone_number"));
    return event == null || digits.isEmpty()
        ? source.unknown()
        : new NumberUpdate(source.wabaId(), digits, event, limit(value), source.at());
  }

  static WebhookFact name(Source source) {
    JsonNode value = source.item();
    String decision = Lenient.word(value.path("decision"));
    String digits = Lenient.digits(value.path("display_phone_number"));
    return decision == null || digits.isEmpty()
        ? source.unknown()
        : new NumberName(
            source.wabaId(),
            digits,
            decision,
            Lenient.word(value.path("rejection_reason")),
            source.at());
  }

  static WebhookFact security(Source source) {
    JsonNode value = source.item();
    String event = Lenient.word(value.path("event"));
    String digits = Lenient.digits(value.path("display_phone_number"));
    return event == null || digits.isEmpty()
        ? source.unknown()
        : new Security(source.wabaId(), digits, event, source.at());
  }

  /**
   * Meta's word for the portfolio's limit: {@code TIER_2K} from v24.0 on, a bare number before. The
   * older fields are of the number; they were dropped in February 2026.
   */
  static @Nullable String limit(JsonNode value) {
    for (String field :
        new String[] {
          "max_daily_conversations_per_business",
          "current_limit",
          "max_daily_conversation_per_phone"
        }) {
      if (value.path(field).asString("").equals("-1")) {
        return "TIER_UNLIMITED";
      }
      String word = Lenient.word(value.path(field));
      if (word != null) {
        return word;
      }
    }
    return null;
  }

  private NumberReader() {}
}
