package dev.whatsway.workers.webhook.reading;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.AccountErrors;
import dev.whatsway.workers.webhook.fact.MessageEcho;
import dev.whatsway.workers.webhook.fact.TrackedClick;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events as tolerantly as Meta's own pages contradict each other: a field may be missing,
 * numbers may be strings, sets of words are open. Only what cannot be JSON throws.
 */
@Component
public class WebhookParser {

  private final JsonMapper json;

  public WebhookParser(JsonMapper json) {
    this.json = json;
  }

  public WebhookFact read(PendingEvent event) {
    Source source = Source.of(json.readTree(event.payload()), event);
    return switch (event.kind()) {
      case STATUS -> StatusReader.read(source);
      case MESSAGE -> InboundReader.read(source);
      case ACTION -> ActionReader.read(source);
      case PREFERENCE -> PreferenceReader.read(source);
      case ECHO -> echo(source);
      case ERROR ->
          new AccountErrors(
              source.phoneNumberId(), source.wabaId(), Lenient.failure(source.item()));
      case CLICK ->
          new TrackedClick(
              UUID.fromString(source.item().path("attempt_id").asString("")),
              Lenient.time(source.item().path("timestamp"), source.receivedAt()));
      case OTHER -> change(source);
      case UNREADABLE -> new Unknown("unreadable");
    };
  }

  private static WebhookFact change(Source source) {
    return switch (source.field()) {
      case "message_template_status_update" -> TemplateReader.status(source);
      case "template_category_update" -> TemplateReader.category(source);
      case "message_template_quality_update" -> TemplateReader.quality(source);
      case "message_template_components_update" -> TemplateReader.components(source);
      case "phone_number_quality_update" -> NumberReader.update(source);
      case "phone_number_name_update" -> NumberReader.name(source);
      case "security" -> NumberReader.security(source);
      case "business_capability_update" -> AccountReader.capability(source);
      case "account_alerts" -> AccountReader.alert(source);
      case "account_update" -> AccountReader.update(source);
      case "account_review_update" -> AccountReader.review(source);
      default -> source.unknown();
    };
  }

  private static WebhookFact echo(Source source) {
    JsonNode item = source.item();
    String wamid = Lenient.text(item.path("id"));
    if (wamid == null) {
      return new Unknown("echo without an id");
    }
    return new MessageEcho(
        source.phoneNumberId(),
        wamid,
        Lenient.phone(item.path("to")),
        Lenient.known(item.path("type")),
        Lenient.time(item.path("timestamp"), source.receivedAt()));
  }
}
