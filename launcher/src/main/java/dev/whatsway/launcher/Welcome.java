package dev.whatsway.launcher;

import dev.whatsway.launcher.console.Console;

/** What is printed once everything serves. */
final class Welcome {

  static void print(Console console, Stack stack, Settings settings) {
    InfoFile.Addresses at = stack.addresses();
    console.line("");
    console.line(
        "  API          " + at.api() + "/api/v1   (OpenAPI: " + at.api() + "/v3/api-docs)");
    console.line("  Webhooks     " + at.api() + "/webhooks/whatsapp");
    console.line(
        "  Temporal UI  "
            + (at.temporalUi() == null
                ? "not known; set WHATSWAY_TEMPORAL_UI_URL"
                : at.temporalUi()));
    if (at.simulator() != null) {
      console.line(
          "  Simulator    "
              + at.simulator()
              + "   (give channels the app_secret "
              + stack.simulator().appSecret()
              + ")");
    }
    console.line("  Data folder  " + settings.data());
    String key = stack.firstKey();
    if (key != null) {
      console.line("");
      console.line("  API key, shown this once: " + key);
    }
    console.line("");
    console.line("Ctrl-C ends everything.");
  }

  private Welcome() {}
}
