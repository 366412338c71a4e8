package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.LauncherException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The simulator's marketing templates for samples; those with a variable have a name in it. */
public final class SampleTemplate {

  /** The WABA the simulator's numbers belong to. */
  public static final String WABA_ID = "102290129340398";

  public static final String NAME = "spring_sale";
  public static final String LANGUAGE = "en_US";

  /** The first message of a journey; its URL button has a variable. */
  public static final String WELCOME = "welcome_offer";

  /** Where that button leads, as Meta would have approved it; the simulator's people come to us. */
  public static final String SHOP = "https://shop.example";

  public static final String REMINDER_SHORT = "reminder_short";
  public static final String REMINDER_LONG = "reminder_long";
  public static final String THANK_YOU = "thank_you";

  /** Reads {@link #NAME}, as {@link #from(ApiClient, String)} does. */
  public static Map<String, Object> from(ApiClient simulator) {
    return from(simulator, NAME);
  }

  /**
   * Reads a template word for word, since Meta refuses a send whose template differs.
   *
   * @return the body of {@code POST /templates}
   * @throws LauncherException where the simulator does not have it
   */
  public static Map<String, Object> from(ApiClient simulator, String name) {
    JsonNode known = simulator.get("/v23.0/" + WABA_ID + "/message_templates?name=" + name);
    for (JsonNode template : known.path("data")) {
      // Meta's name filter finds parts of names, too.
      if (template.path("name").asString().equals(name)
          && template.path("language").asString().equals(LANGUAGE)) {
        return Map.of(
            "name", name,
            "language", LANGUAGE,
            "category", template.path("category").asString(),
            "waba_id", WABA_ID,
            "components", template.path("components"));
      }
    }
    throw new LauncherException("The simulator has no template " + name + ".");
  }

  static Map<String, Object> key(String name) {
    return Map.of("name", name, "language", LANGUAGE);
  }

  private SampleTemplate() {}
}
