package dev.whatsway.store.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The keys under which a campaign gives values for what a template takes. A key says by itself
 * where its value goes, since a message is sent without a look at its template: {@code 1} or {@code
 * first_name} of the body, {@code header.1}, {@code header.image.link}, {@code button.0.1}, {@code
 * button.1.copy_code.coupon_code}, {@code limited_time_offer.expiration_time_ms}, and the same of a
 * carousel's card with {@code card.0.} before. No variable's name holds a dot, so keys never clash.
 */
public final class VariableKeys {

  private static final String OFFER = "limited_time_offer.expiration_time_ms";

  /** A key that is needed, or one of the others in its stead. */
  private record Slot(String key, List<String> instead) {}

  private final List<Slot> needed = new ArrayList<>();
  private final Set<String> optional = new LinkedHashSet<>();
  private final Map<String, String> impossible = new LinkedHashMap<>();

  private VariableKeys() {}

  /** Reads a template's components as Meta lists them. */
  public static VariableKeys of(JsonNode components) {
    VariableKeys keys = new VariableKeys();
    CardShape shape = CardShape.of(components);
    keys.add("", shape);
    if (shape.offerEnds() != null) {
      if (shape.offerEnds()) {
        keys.need(OFFER);
      } else {
        keys.optional.add(OFFER);
      }
    }
    List<CardShape> cards = shape.cards() == null ? List.of() : shape.cards();
    for (int i = 0; i < cards.size(); i++) {
      keys.add("card." + i + ".", cards.get(i));
    }
    return keys;
  }

  /** Returns the keys that need a value, in the order of the components. */
  public Set<String> needed() {
    Set<String> keys = new LinkedHashSet<>();
    needed.forEach(slot -> keys.add(slot.key()));
    return keys;
  }

  /** Returns the keys that may have a value. */
  public Set<String> optional() {
    Set<String> keys = new LinkedHashSet<>();
    needed.forEach(slot -> keys.addAll(slot.instead()));
    keys.addAll(optional);
    return keys;
  }

  /** Returns whether any choice of keys that is right for the one is right for the other. */
  public boolean takesWhat(VariableKeys other) {
    return needed.equals(other.needed)
        && optional.equals(other.optional)
        && impossible.equals(other.impossible);
  }

  /** Returns what is wrong with a choice of keys, each with what would be right; empty if fine. */
  public Map<String, String> problems(Set<String> given) {
    Map<String, String> problems = new LinkedHashMap<>(impossible);
    Set<String> known = new TreeSet<>(optional);
    for (Slot slot : needed) {
      known.add(slot.key());
      known.addAll(slot.instead());
      List<String> both = new ArrayList<>(slot.instead());
      both.add(0, slot.key());
      both.retainAll(given);
      if (both.isEmpty()) {
        problems.put(
            slot.key(),
            "is required: the template declares it"
                + (slot.instead().isEmpty()
                    ? "."
                    : "; or " + String.join(", ", slot.instead()) + " in its stead."));
      } else if (both.size() > 1) {
        problems.put(both.get(1), "must be left out: " + both.get(0) + " is given.");
      }
    }
    for (String key : new TreeSet<>(given)) {
      if (!known.contains(key)) {
        problems.put(
            key,
            known.isEmpty()
                ? "must be left out: the template declares no variables."
                : "is not a variable of the template; it declares "
                    + String.join(", ", known)
                    + ".");
      }
    }
    return problems;
  }

  private void add(String prefix, CardShape shape) {
    header(prefix + "header.", shape.header());
    if (shape.body() != null) {
      shape.body().forEach(name -> need(prefix + name));
    } else {
      // Meta's text of an authentication template has one variable, the code.
      need(prefix + "1");
    }
    for (int i = 0; i < shape.buttons().size(); i++) {
      button(prefix + "button." + i, shape.buttons().get(i));
    }
  }

  private void header(String prefix, HeaderShape header) {
    if (header instanceof HeaderShape.Text text) {
      text.names().forEach(name -> need(prefix + name));
    } else if (header instanceof HeaderShape.Media media) {
      String type = prefix + media.type() + ".";
      needed.add(new Slot(type + "link", List.of(type + "id")));
      if (media.type().equals("document")) {
        optional.add(type + "filename");
      }
    } else if (header instanceof HeaderShape.Fields fields) {
      fields.fields().forEach(field -> need(prefix + fields.type() + "." + field));
    }
  }

  private void button(String prefix, ButtonShape button) {
    if (button.takesText()) {
      need(prefix + "." + button.name());
    } else {
      switch (button.type()) {
        case "COPY_CODE" -> need(prefix + ".copy_code.coupon_code");
        case "QUICK_REPLY" -> optional.add(prefix + ".quick_reply.payload");
        case "FLOW" -> optional.add(prefix + ".flow.flow_token");
        case "CATALOG" -> optional.add(prefix + ".catalog.thumbnail_product_retailer_id");
        case "MPM" ->
            impossible.put(
                prefix,
                "cannot be sent by campaigns: the button takes lists of products. Send the template"
                    + " through the gateway.");
        default -> {}
      }
    }
  }

  private void need(String key) {
    needed.add(new Slot(key, List.of()));
  }
}
