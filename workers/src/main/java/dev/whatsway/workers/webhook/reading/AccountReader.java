package dev.whatsway.workers.webhook.reading;

import dev.whatsway.graph.Redaction;
import dev.whatsway.workers.webhook.fact.AccountAlert;
import dev.whatsway.workers.webhook.fact.AccountReview;
import dev.whatsway.workers.webhook.fact.AccountUpdate;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event.Restriction;
import dev.whatsway.workers.webhook.fact.Capability;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what Meta tells of WABAs. */
final class AccountReader {

  static WebhookFact update(Source source) {
    JsonNode value = source.item();
    String word = Lenient.word(value.path("event"));
    return word == null
        ? source.unknown()
        : new AccountUpdate(source.wabaId(), event(word, value), source.at());
  }

  private static Event event(String word, JsonNode value) {
    return switch (word) {
      case "ACCOUNT_RESTRICTION" -> new Event.Restricted(restrictions(value));
      case "ACCOUNT_VIOLATION" ->
          new Event.Violation(Lenient.word(value.path("violation_info").path("violation_type")));
      case "DISABLED_UPDATE" -> ban(value.path("ban_info"));
      case "ACCOUNT_DELETED" -> new Event.Deleted();
      case "MM_LITE_TERMS_SIGNED" -> new Event.MarketingTermsSigned();
      case "ACCOUNT_OFFBOARDED" -> new Event.Offboarded();
      case "ACCOUNT_RECONNECTED" -> new Event.Reconnected();
      default -> new Event.Other(word);
    };
  }

  private static Event ban(JsonNode ban) {
    String date = Lenient.text(ban.path("waba_ban_date"));
    return switch (Lenient.textOr(ban.path("waba_ban_state"), "").toUpperCase(Locale.ROOT)) {
      case "DISABLE" -> new Event.Disabled(date);
      case "SCHEDULE_FOR_DISABLE" -> new Event.ToBeDisabled(date);
      case "REINSTATE" -> new Event.Reinstated();
      default -> new Event.Other("DISABLED_UPDATE");
    };
  }

  private static List<Restriction> restrictions(JsonNode value) {
    List<Restriction> restrictions = new ArrayList<>();
    for (JsonNode restriction : value.path("restriction_info")) {
      restrictions.add(
          new Restriction(
              Lenient.word(restriction.path("restriction_type")),
              Lenient.time(restriction.path("expiration"))));
    }
    return List.copyOf(restrictions);
  }

  static WebhookFact review(Source source) {
    String decision = Lenient.word(source.item().path("decision"));
    return decision == null
        ? source.unknown()
        : new AccountReview(source.wabaId(), decision, source.at());
  }

  static WebhookFact alert(Source source) {
    JsonNode alert = source.item().path("alert_info");
    String type = Lenient.word(alert.path("alert_type"));
    return type == null
        ? source.unknown()
        : new AccountAlert(
            source.wabaId(),
            Lenient.word(alert.path("alert_severity")),
            type,
            Lenient.word(alert.path("alert_status")),
            description(alert),
            source.at());
  }

  private static @Nullable String description(JsonNode alert) {
    String text = Lenient.text(alert.path("alert_description"));
    return text == null ? null : Redaction.withoutNumbers(text);
  }

  static WebhookFact capability(Source source) {
    String limit = NumberReader.limit(source.item());
    return source.item().isObject()
        ? new Capability(source.wabaId(), limit, source.at())
        : source.unknown();
  }

  private AccountReader() {}
}
