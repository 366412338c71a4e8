package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.Locale;
import java.util.Map;

/** Events and commands of Temporal's by the names that people use. */
final class Events {

  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("SCHEDULE_ACTIVITY_TASK", "ask for an activity"),
          Map.entry("REQUEST_CANCEL_ACTIVITY_TASK", "cancel an activity"),
          Map.entry("START_TIMER", "start a timer"),
          Map.entry("CANCEL_TIMER", "cancel a timer"),
          Map.entry("COMPLETE_WORKFLOW_EXECUTION", "end"),
          Map.entry("FAIL_WORKFLOW_EXECUTION", "fail"),
          Map.entry("CANCEL_WORKFLOW_EXECUTION", "end canceled"),
          Map.entry("CONTINUE_AS_NEW_WORKFLOW_EXECUTION", "continue as new"),
          Map.entry("START_CHILD_WORKFLOW_EXECUTION", "start a child workflow"),
          Map.entry("SIGNAL_EXTERNAL_WORKFLOW_EXECUTION", "signal another workflow"),
          Map.entry("REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION", "ask another workflow to end"),
          Map.entry("RECORD_MARKER", "record a version or another marker"),
          Map.entry("UPSERT_WORKFLOW_SEARCH_ATTRIBUTES", "set search attributes"),
          Map.entry("PROTOCOL_MESSAGE", "take or answer an Update"));

  /** Returns what a command does, as after "wants to". */
  static String command(String commandType) {
    String name = commandType.replaceFirst("^COMMAND_TYPE_", "");
    return COMMANDS.getOrDefault(name, words(name));
  }

  /** Returns the name of an enum's value as words: {@code timer started}. */
  static String words(String enumName) {
    return enumName
        .replaceFirst("^(EVENT_TYPE|WORKFLOW_TASK_FAILED_CAUSE|[A-Z_]+_FAILED_CAUSE)_", "")
        .toLowerCase(Locale.ROOT)
        .replace('_', ' ');
  }

  /** Returns an event with the name or summary it has, for example {@code timer started, "…"}. */
  static String words(HistoryEvent event, Words payloads) {
    String name =
        switch (event.getEventType()) {
          case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
              event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
          case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
              event
                  .getStartChildWorkflowExecutionInitiatedEventAttributes()
                  .getWorkflowType()
                  .getName();
          case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED ->
              event.getSignalExternalWorkflowExecutionInitiatedEventAttributes().getSignalName();
          case EVENT_TYPE_MARKER_RECORDED ->
              event.getMarkerRecordedEventAttributes().getMarkerName();
          default -> "";
        };
    String summary = payloads.text(event.getUserMetadata().getSummary());
    return words(event.getEventType().name())
        + (name.isEmpty() ? "" : " " + Plain.line(name))
        + (summary.isEmpty() ? "" : ", \"" + summary + "\"");
  }

  private Events() {}
}
