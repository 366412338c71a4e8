package dev.whatsway.workers.webhook.reading;

import dev.whatsway.workers.webhook.fact.LandingPageView;
import dev.whatsway.workers.webhook.fact.LinkClick;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Reads elements of {@code user_actions}. */
final class ActionReader {

  private static final String CLICK = "marketing_messages_link_click";
  private static final String VIEW = "landing_page_view";

  static WebhookFact read(Source source) {
    JsonNode item = source.item();
    String number = source.phoneNumberId();
    String type = item.path("action_type").asString("");
    Instant at = Lenient.time(item.path("timestamp"), source.receivedAt());
    if (number != null && type.equals(CLICK)) {
      JsonNode data = item.path(CLICK + "_data");
      return new LinkClick(
          number,
          at,
          Lenient.text(data.path("click_component")),
          Lenient.text(data.path("product_id")),
          Lenient.text(data.path("click_id")));
    }
    if (number != null && type.equals(VIEW)) {
      // Where its data stands is not described.
      return new LandingPageView(
          number,
          at,
          Lenient.firstText(
              item.path(VIEW + "_data").path("click_id"),
              item.path(CLICK + "_data").path("click_id"),
              item.path("click_id")));
    }
    return new Unknown("action:" + Lenient.known(item.path("action_type")));
  }

  private ActionReader() {}
}
