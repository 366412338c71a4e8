package dev.whatsway.launcher.demo;

import dev.whatsway.launcher.console.LauncherException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The simulator's template for samples: marketing, with one variable, a name. */
public final class SampleTemplate {

  /** The WABA the simulator's numbers belong to. */
  public static final String WABA_ID = "102290129340398";

  public static final String NAME = "spring_sale";
  public static final String LANGUAGE = "en_US";

  /**
   * Reads it word for word, since Meta refuses a send whose template differs.
   *
   * @return the body of {@code POST /templates}
   * @throws LauncherException where the simulator does not have it
   */
  public static Map<String, Object> from(ApiClient simulator) {
    JsonNode known = simulator.get("/v23.0/" + WABA_ID + "/message_templates?name=" + NAME);
    for (JsonNode template : known.path("data")) {
      if (template.path("language").asString().equals(LANGUAGE)) {
        return Map.of(
            "name", NAME,
            "language", LANGUAGE,
            "category", template.path("category").asString(),
            "waba_id", WABA_ID,
            "components", template.path("components"));
      }
    }
    throw new LauncherException("The simulator has no template " + NAME + ".");
  }

  private SampleTemplate() {}
}
