package dev.whatsway.workers.replay;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Set;

/** Tells a history as a list of decisions; the same history is always told the same way. */
final class Narrator {

  /** Bookkeeping between server and workers. */
  private static final Set<EventType> SILENT =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);

  private final Words words = new Words();

  List<Decision> tell(List<HistoryEvent> events) {
    Chronicle chronicle = new Chronicle();
    List<Teller> tellers =
        List.of(
            new OwnTeller(chronicle, words),
            new ActivityTeller(chronicle, words),
            new TimerTeller(chronicle, words),
            new OthersTeller(chronicle, words));
    for (HistoryEvent event : events) {
      if (!SILENT.contains(event.getEventType())
          && tellers.stream().noneMatch(teller -> teller.tell(event))) {
        chronicle.tell(event, Events.words(event.getEventType().name()));
      }
    }
    return chronicle.decisions();
  }
}
