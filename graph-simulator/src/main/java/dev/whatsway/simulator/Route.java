package dev.whatsway.simulator;

import java.util.Locale;

/** Meta's two ways to send. */
enum Route {
  MARKETING_MESSAGES,
  CLOUD;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the last part of the endpoint's path. */
  String path() {
    return this == CLOUD ? "messages" : wireName();
  }
}
