package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.INPUT;
import static dev.whatsway.workers.replay.Words.Saying.RESULT;
import static dev.whatsway.workers.replay.Words.Saying.SIGNAL;
import static dev.whatsway.workers.replay.Words.Saying.UPDATE;
import static dev.whatsway.workers.replay.Words.Saying.UPDATED;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The workflow itself: start, what it is told from outside, what it shows, versions, its end. */
final class OwnTeller implements Teller {

  private final Chronicle chronicle;
  private final Words words;
  private final Map<String, String> updates = new HashMap<>();
  private String type = "";

  OwnTeller(Chronicle chronicle, Words words) {
    this.chronicle = chronicle;
    this.words = words;
  }

  @Override
  public boolean tell(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> {
        var start = event.getWorkflowExecutionStartedEventAttributes();
        type = start.getWorkflowType().getName();
        chronicle.tell(event, "starts" + colon(words.of(INPUT, type, start.getInput())));
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> signal(event);
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED ->
          news(event, "somebody asks this workflow to end");
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> accept(event);
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED -> answer(event);
      case EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES -> show(event);
      case EVENT_TYPE_MARKER_RECORDED -> mark(event);
      case EVENT_TYPE_WORKFLOW_TASK_FAILED -> {
        var failed = event.getWorkflowTaskFailedEventAttributes();
        chronicle.tell(
            event,
            "a worker could not go on (%s): %s; it is tried again"
                .formatted(
                    Events.words(failed.getCause().name()),
                    ActivityTeller.reason(failed.getFailure())));
      }
      case EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT ->
          chronicle.tell(event, "a worker did not answer in time; it is tried again");
      default -> {
        return tellEnd(event);
      }
    }
    return true;
  }

  private boolean tellEnd(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          chronicle.tell(
              event,
              "ends"
                  + colon(
                      words.of(
                          RESULT,
                          type,
                          event.getWorkflowExecutionCompletedEventAttributes().getResult())));
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
          chronicle.tell(
              event,
              "ends failed: "
                  + ActivityTeller.reason(
                      event.getWorkflowExecutionFailedEventAttributes().getFailure()));
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
          chronicle.tell(event, "ends: Temporal's own limit of time is over");
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> chronicle.tell(event, "ends canceled");
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
          chronicle.tell(
              event,
              "is terminated by hand"
                  + colon(
                      Plain.line(
                          event.getWorkflowExecutionTerminatedEventAttributes().getReason())));
      case EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW -> {
        var next = event.getWorkflowExecutionContinuedAsNewEventAttributes();
        chronicle.tell(
            event,
            "goes on as run %s%s"
                .formatted(
                    next.getNewExecutionRunId(), colon(words.of(INPUT, type, next.getInput()))));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void signal(HistoryEvent event) {
    var signal = event.getWorkflowExecutionSignaledEventAttributes();
    String said = words.of(SIGNAL, type + "." + signal.getSignalName(), signal.getInput());
    news(event, "signal " + signal.getSignalName() + (said.isEmpty() ? "" : ", " + said));
  }

  private void accept(HistoryEvent event) {
    var accepted = event.getWorkflowExecutionUpdateAcceptedEventAttributes();
    String name = accepted.getAcceptedRequest().getInput().getName();
    updates.put(accepted.getAcceptedRequest().getMeta().getUpdateId(), name);
    String said =
        words.of(UPDATE, type + "." + name, accepted.getAcceptedRequest().getInput().getArgs());
    news(event, "Update " + name + colon(said));
  }

  private void answer(HistoryEvent event) {
    var completed = event.getWorkflowExecutionUpdateCompletedEventAttributes();
    String name = updates.getOrDefault(completed.getMeta().getUpdateId(), "");
    var outcome = completed.getOutcome();
    String said =
        outcome.hasFailure()
            ? "refused, " + ActivityTeller.reason(outcome.getFailure())
            : words.of(UPDATED, type + "." + name, outcome.getSuccess());
    chronicle.tell(event, "answers the Update " + name + colon(said));
  }

  private void show(HistoryEvent event) {
    Map<String, String> shown = new TreeMap<>();
    event
        .getUpsertWorkflowSearchAttributesEventAttributes()
        .getSearchAttributes()
        .getIndexedFieldsMap()
        // Temporal's own, such as of a version: its marker is told.
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Temporal")) {
                shown.put(name, words.text(value));
              }
            });
    if (!shown.isEmpty()) {
      chronicle.tell(
          event,
          "is found by "
              + String.join(
                  ", ",
                  shown.entrySet().stream()
                      .map(field -> field.getKey() + "=" + field.getValue())
                      .toList()));
    }
  }

  private void mark(HistoryEvent event) {
    MarkerRecordedEventAttributes marker = event.getMarkerRecordedEventAttributes();
    if (marker.getMarkerName().equals("Version")) {
      chronicle.tell(
          event,
          "takes version %s of the change %s (Workflow.getVersion)"
              .formatted(detail(marker, "version"), detail(marker, "changeId")));
    } else {
      chronicle.tell(event, "notes " + Plain.line(marker.getMarkerName()));
    }
  }

  private String detail(MarkerRecordedEventAttributes marker, String name) {
    Payloads payloads = marker.getDetailsOrDefault(name, Payloads.getDefaultInstance());
    return payloads.getPayloadsCount() == 0 ? "?" : words.text(payloads.getPayloads(0));
  }

  private void news(HistoryEvent event, String told) {
    chronicle.news(told);
    chronicle.tell(event, told);
  }

  private static String colon(String said) {
    return said.isEmpty() ? "" : ": " + said;
  }
}
