package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;

/** Tells of the events of one subject, and remembers of them what later ones need. */
interface Teller {

  /** Returns whether the event is of its subject. */
  boolean tell(HistoryEvent event);
}
