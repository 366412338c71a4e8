package dev.whatsway.launcher.chaos;

/** What goes wrong with webhooks during a phase. */
enum WebhookFault {
  CALM("calm"),
  REPEATED("webhooks repeated"),
  REORDERED("webhooks reordered"),
  BEFORE_ANSWER("webhooks before the answer"),
  HELD_BACK("webhooks held back");

  private final String title;

  WebhookFault(String title) {
    this.title = title;
  }

  /** For people and for the report. */
  String title() {
    return title;
  }
}
