package dev.whatsway.store.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a template takes, or one card of its carousel, which is made of the same components.
 *
 * @param body the names of the body's variables in their order; null where Meta gives no text
 * @param offerEnds whether a limited-time offer's end has to be told; null without such an offer
 * @param cards of the carousel; null without one
 */
record CardShape(
    HeaderShape header,
    @Nullable List<String> body,
    List<ButtonShape> buttons,
    @Nullable Boolean offerEnds,
    @Nullable List<CardShape> cards) {

  static CardShape of(JsonNode components) {
    HeaderShape header = new HeaderShape.Fixed();
    List<String> body = List.of();
    List<ButtonShape> buttons = new ArrayList<>();
    Boolean offerEnds = null;
    List<CardShape> cards = null;
    for (JsonNode component : components) {
      switch (type(component)) {
        case "HEADER" -> header = HeaderShape.of(component);
        case "BODY" ->
            body =
                component.path("text").isString()
                    ? List.copyOf(TemplateVariables.in(component.path("text").asString()))
                    : null;
        case "BUTTONS" -> component.path("buttons").forEach(b -> buttons.add(ButtonShape.of(b)));
        case "LIMITED_TIME_OFFER" ->
            offerEnds =
                component.path("limited_time_offer").path("has_expiration").asBoolean(false);
        case "CAROUSEL" -> {
          cards = new ArrayList<>();
          for (JsonNode card : component.path("cards")) {
            cards.add(of(card.path("components")));
          }
        }
        default -> {}
      }
    }
    return new CardShape(header, body, List.copyOf(buttons), offerEnds, cards);
  }

  /** Meta approves a carousel of products with two cards; a send may have up to ten like them. */
  boolean cardsAreProducts() {
    return cards != null
        && !cards.isEmpty()
        && cards.get(0).header() instanceof HeaderShape.Fields fields
        && fields.type().equals("product");
  }

  private static String type(JsonNode component) {
    return component.path("type").asString("").toUpperCase(Locale.ROOT);
  }
}
