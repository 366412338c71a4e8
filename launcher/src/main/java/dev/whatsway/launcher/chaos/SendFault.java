package dev.whatsway.launcher.chaos;

/** What goes wrong with calls to Meta during a phase. */
enum SendFault {
  CALM("calm"),
  CLOSED_AFTER_ACCEPT("closed after accept"),
  CLOSED_BEFORE_ACCEPT("closed before accept"),
  CLOSED_MID_ANSWER("closed mid answer"),
  LATE_ANSWERS("answers after our timeout"),
  SERVER_ERROR_AFTER_ACCEPT("5xx after accept"),
  SERVER_ERROR_BEFORE_ACCEPT("5xx before accept"),
  RATE_LIMIT_STORM("130429 storm"),
  PAIR_RATE_LIMIT("131056"),
  SLOW_ANSWERS("slow answers");

  private final String title;

  SendFault(String title) {
    this.title = title;
  }

  /** For people and for the report. */
  String title() {
    return title;
  }
}
