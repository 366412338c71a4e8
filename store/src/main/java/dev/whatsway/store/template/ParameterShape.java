package dev.whatsway.store.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whether a send's {@code components} fit its template, as far as that can be told without Meta.
 * What Meta may take is never refused: types that are not known here, values that Meta's pages
 * disagree on, and fields beyond those that are needed pass. Sources: Meta, "Template components",
 * "Limited-time offer templates", "Coupon code templates", "Carousel templates".
 */
public final class ParameterShape {

  private static final Set<String> TEXTS = Set.of("text", "currency", "date_time");

  /** Meta's pages say 15 and 20; the greater is refused by neither. */
  private static final int LONGEST_COUPON = 20;

  /** The sub types that fit a button's type; a type that is missing here fits any. */
  private static final Map<String, Set<String>> SUB_TYPES =
      Map.of(
          "URL", Set.of("url"),
          "OTP", Set.of("url", "copy_code"),
          "QUICK_REPLY", Set.of("quick_reply"),
          "COPY_CODE", Set.of("copy_code"),
          "CATALOG", Set.of("catalog"),
          "MPM", Set.of("mpm"),
          "FLOW", Set.of("flow"));

  private final boolean named;
  private final List<ShapeProblem> problems = new ArrayList<>();

  private ParameterShape(boolean named) {
    this.named = named;
  }

  /**
   * Checks a send.
   *
   * @param components of the send's {@code template}; null where it has none
   * @return everything that is wrong, empty if nothing is
   */
  public static List<ShapeProblem> check(Template template, @Nullable JsonNode components) {
    return check(template.components(), template.parameterFormat().equals("NAMED"), components);
  }

  /**
   * Checks a send.
   *
   * @param approved the template's components as Meta lists them
   * @param named whether its parameter format is {@code NAMED}
   */
  static List<ShapeProblem> check(JsonNode approved, boolean named, @Nullable JsonNode components) {
    ParameterShape check = new ParameterShape(named);
    check.components("template.components", CardShape.of(approved), components);
    return List.copyOf(check.problems);
  }

  private void components(String at, CardShape shape, @Nullable JsonNode given) {
    if (given != null && !given.isNull() && !given.isMissingNode() && !given.isArray()) {
      fail(at, "must be a list of components.");
      return;
    }
    Parts parts = Parts.of(at, given);
    header(at, shape.header(), parts);
    body(at, shape.body(), parts);
    offer(at, shape.offerEnds(), parts);
    buttons(at, shape.buttons(), parts);
    carousel(at, shape, parts);
  }

  /** A component of the send with its path. */
  private record Part(String at, JsonNode node) {

    JsonNode parameters() {
      return node.path("parameters");
    }

    String parametersAt() {
      return at + ".parameters";
    }
  }

  /** The first component of each kind, and all buttons. */
  private record Parts(Map<String, Part> byType, List<Part> buttons) {

    static Parts of(String at, @Nullable JsonNode given) {
      Map<String, Part> byType = new HashMap<>();
      List<Part> buttons = new ArrayList<>();
      int i = 0;
      for (JsonNode component : given == null ? JsonNodeFactory.instance.arrayNode() : given) {
        Part part = new Part(at + "[" + i++ + "]", component);
        String type = component.path("type").asString("").toLowerCase(Locale.ROOT);
        if (type.equals("button")) {
          buttons.add(part);
        } else {
          byType.putIfAbsent(type, part);
        }
      }
      return new Parts(byType, buttons);
    }

    @Nullable Part get(String type) {
      return byType.get(type);
    }
  }

  private void header(String at, HeaderShape header, Parts parts) {
    Part given = parts.get("header");
    if (header instanceof HeaderShape.Fixed) {
      none(given, "header");
    } else if (header instanceof HeaderShape.Text text) {
      texts(at, "header", text.names(), given);
    } else if (header instanceof HeaderShape.Media media) {
      JsonNode value = object(at, media.type(), given);
      if (value != null && blank(value.path("id")) && blank(value.path("link"))) {
        fail(path(given, at, media.type()), "needs an id or a link.");
      }
    } else if (header instanceof HeaderShape.Fields fields) {
      JsonNode value = object(at, fields.type(), given);
      if (value != null) {
        for (String field : fields.fields()) {
          if (blank(value.path(field))) {
            fail(path(given, at, fields.type()) + "." + field, "is required.");
          }
        }
      }
    }
  }

  private static String path(@Nullable Part given, String at, String type) {
    return given == null ? at : given.parametersAt() + "[0]." + type;
  }

  /** Returns the header's one object of the type; null where what is wrong was said. */
  private @Nullable JsonNode object(String at, String type, @Nullable Part given) {
    if (given == null) {
      fail(at, "needs a header with a parameter of type " + type + ".");
      return null;
    }
    JsonNode parameters = given.parameters();
    if (parameters.size() != 1) {
      fail(
          given.parametersAt(),
          "1 header value of type " + type + " is needed, " + were(parameters.size()) + " given.");
      return null;
    }
    String found = type(parameters.path(0));
    // A GIF is an MP4: Meta shows one that is too large as a video.
    boolean fits = found.equals(type) || type.equals("gif") && found.equals("video");
    if (!fits) {
      fail(given.parametersAt() + "[0].type", "must be " + type + ", as the template's header.");
      return null;
    }
    return parameters.path(0).path(found);
  }

  private void body(String at, @Nullable List<String> names, Parts parts) {
    if (names != null) {
      texts(at, "body", names, parts.get("body"));
    }
  }

  private void texts(String at, String where, List<String> names, @Nullable Part given) {
    int count = given == null ? 0 : given.parameters().size();
    if (count != names.size()) {
      fail(
          given == null ? at : given.parametersAt(),
          names.size()
              + " "
              + where
              + (names.size() == 1 ? " value is needed, " : " values are needed, ")
              + were(count)
              + " given.");
      return;
    }
    if (given == null) {
      return;
    }
    Set<String> open = new HashSet<>(names);
    for (int i = 0; i < count; i++) {
      JsonNode parameter = given.parameters().path(i);
      String here = given.parametersAt() + "[" + i + "]";
      text(here, parameter);
      String name = parameter.path("parameter_name").asString("");
      if (named && !open.remove(name)) {
        fail(
            here + ".parameter_name",
            "must be one of " + String.join(", ", names) + ", each once.");
      }
    }
  }

  private void text(String at, JsonNode parameter) {
    String type = type(parameter);
    if (!TEXTS.contains(type)) {
      fail(at + ".type", "must be text, currency or date_time.");
    } else if (type.equals("text") && blank(parameter.path("text"))) {
      fail(at + ".text", "is required: a text that is not empty.");
    } else if (!type.equals("text") && blank(parameter.path(type).path("fallback_value"))) {
      fail(at + "." + type + ".fallback_value", "is required.");
    }
  }

  private void offer(String at, @Nullable Boolean ends, Parts parts) {
    Part given = parts.get("limited_time_offer");
    if (ends == null) {
      none(given, "limited-time offer");
      return;
    }
    if (given == null) {
      if (ends) {
        fail(at, "needs a limited_time_offer with its expiration_time_ms.");
      }
      return;
    }
    JsonNode offer = given.parameters().path(0).path("limited_time_offer");
    JsonNode time = offer.path("expiration_time_ms");
    if (given.parameters().size() != 1 || !time.asString("").matches("[1-9]\\d{0,15}")) {
      fail(
          given.parametersAt() + "[0].limited_time_offer.expiration_time_ms",
          "must be a time in milliseconds since 1970, and the only parameter.");
    }
  }

  private void buttons(String at, List<ButtonShape> buttons, Parts parts) {
    Map<Integer, Part> byIndex = new HashMap<>();
    for (Part given : parts.buttons()) {
      // Meta takes both "0" and 0.
      String index = given.node().path("index").asString("");
      int i = index.matches("\\d{1,2}") ? Integer.parseInt(index) : -1;
      if (i < 0 || i >= buttons.size()) {
        fail(
            given.at() + ".index",
            buttons.isEmpty()
                ? "must be left out with its component: the template has no buttons."
                : "must be the index of one of the template's buttons, 0 to "
                    + (buttons.size() - 1)
                    + ".");
      } else {
        byIndex.putIfAbsent(i, given);
      }
    }
    for (int i = 0; i < buttons.size(); i++) {
      button(at, i, buttons.get(i), byIndex.get(i));
    }
  }

  private void button(String at, int index, ButtonShape button, @Nullable Part given) {
    if (given == null) {
      if (button.takesText() || button.takesCoupon() || button.type().equals("MPM")) {
        fail(at, "needs a component for button " + index + ", which is " + button.type() + ".");
      }
      return;
    }
    String subType = given.node().path("sub_type").asString("").toLowerCase(Locale.ROOT);
    Set<String> fitting = SUB_TYPES.get(button.type());
    if (fitting != null && !fitting.contains(subType)) {
      fail(
          given.at() + ".sub_type",
          "must be "
              + fitting.stream().sorted().reduce((a, b) -> a + " or " + b).orElseThrow()
              + ", as the template's button "
              + index
              + ".");
      return;
    }
    JsonNode parameter = given.parameters().path(0);
    int count = given.parameters().size();
    if (button.takesCoupon() || button.type().equals("OTP") && subType.equals("copy_code")) {
      coupon(given, parameter, count);
    } else if (button.takesText()) {
      boolean fits = type(parameter).equals("text") && !blank(parameter.path("text"));
      if (count != 1 || !fits && !type(parameter).equals("payload")) {
        fail(
            given.parametersAt(),
            "1 value of type text is needed for the end of the button's URL, "
                + were(count)
                + " given.");
      }
    } else if (button.type().equals("URL")) {
      none(given, "button " + index);
    } else if (button.type().equals("QUICK_REPLY") && count > 1) {
      fail(given.parametersAt(), "1 payload at most is taken, " + were(count) + " given.");
    } else if (button.type().equals("MPM") && parameter.path("action").path("sections").isEmpty()) {
      fail(given.parametersAt() + "[0].action.sections", "must be a list of sections of products.");
    }
  }

  private void coupon(Part given, JsonNode parameter, int count) {
    String code = parameter.path("coupon_code").asString("");
    if (count != 1 || code.isBlank()) {
      fail(
          given.parametersAt(),
          "1 value of type coupon_code is needed, " + were(count) + " given.");
    } else if (code.length() > LONGEST_COUPON) {
      fail(
          given.parametersAt() + "[0].coupon_code",
          "must be a code of at most 15 characters (Meta's pages also say 20).");
    }
  }

  private void carousel(String at, CardShape shape, Parts parts) {
    Part given = parts.get("carousel");
    List<CardShape> approved = shape.cards();
    if (approved == null) {
      if (given != null) {
        fail(given.at(), "must be left out: the template has no carousel.");
      }
      return;
    }
    if (approved.isEmpty()) {
      return;
    }
    if (given == null) {
      fail(at, "needs a carousel with its " + approved.size() + " cards.");
      return;
    }
    JsonNode cards = given.node().path("cards");
    int count = cards.size();
    boolean fits = shape.cardsAreProducts() ? count >= 2 && count <= 10 : count == approved.size();
    if (!fits) {
      fail(
          given.at() + ".cards",
          (shape.cardsAreProducts() ? "2 to 10" : "" + approved.size())
              + " cards are needed, "
              + were(count)
              + " given.");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      String here = given.at() + ".cards[" + i + "]";
      String index = cards.path(i).path("card_index").asString("");
      if (!index.matches("\\d{1,2}") || Integer.parseInt(index) >= count || !seen.add(index)) {
        fail(here + ".card_index", "must be 0 to " + (count - 1) + ", each once.");
      } else {
        int of = Math.min(Integer.parseInt(index), approved.size() - 1);
        components(here + ".components", approved.get(of), cards.path(i).path("components"));
      }
    }
  }

  private void none(@Nullable Part given, String what) {
    if (given != null && !given.parameters().isEmpty()) {
      fail(
          given.parametersAt(),
          "must be left out: the template's "
              + what
              + " takes no value, "
              + were(given.parameters().size())
              + " given.");
    }
  }

  private static String type(JsonNode parameter) {
    return parameter.path("type").asString("").toLowerCase(Locale.ROOT);
  }

  private static boolean blank(JsonNode value) {
    return value.asString("").isBlank();
  }

  private static String were(int count) {
    return count + (count == 1 ? " was" : " were");
  }

  private void fail(String path, String message) {
    problems.add(new ShapeProblem(path, message));
  }
}
