package dev.whatsway.launcher.bench;

import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.api.history.v1.UpsertWorkflowSearchAttributesEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what Temporal Cloud would bill for a history, by the rules of
 * https://docs.temporal.io/evaluate/cloud/actions (read in November 2026), which name an event for
 * each action:
 *
 * <ul>
 *   <li>One action: a start by a client or by continue-as-new, an activity scheduled, each retry of
 *       one, a timer started, a signal received, an update accepted, an upsert of search attributes
 *       (those of the start are free, and so is {@code TemporalChangeVersion} alone), a reset, a
 *       change of the execution's options, a Nexus operation scheduled or canceled.
 *   <li>The markers of one workflow task (local activities, side effects) are one action together;
 *       those of {@code Workflow.getVersion} are none, as in Temporal's UI ({@code
 *       get-event-billable-actions.ts}).
 *   <li>A child is two: one for the intent, counted here in its parent's history, and one for the
 *       attempt to start it, counted in its own.
 *   <li>A start by a schedule is three; a signal that started its workflow is none beside the
 *       start.
 *   <li>A signal from workflow to workflow is counted where it arrives.
 * </ul>
 *
 * <p>Queries, rejected updates and the heartbeats of activities and workflow tasks leave no event,
 * so they are not in this number.
 */
final class BillableActions {

  /** What a history can say of retries of local activities is billed up to this. */
  private static final int MOST_LOCAL_RETRIES = 100;

  private static final String VERSION_MARKER = "Version";
  private static final String CHANGE_VERSION = "TemporalChangeVersion";
  private static final String SCHEDULED_BY = "TemporalScheduledById";

  /**
   * @param history the events of one run, from its start
   */
  static int of(List<HistoryEvent> history) {
    int actions = 0;
    Set<Long> tasksWithMarkers = new HashSet<>();
    for (HistoryEvent event : history) {
      actions += ofEvent(event);
      if (isBilledMarker(event)
          && tasksWithMarkers.add(
              event.getMarkerRecordedEventAttributes().getWorkflowTaskCompletedEventId())) {
        actions++;
      }
    }
    return actions;
  }

  private static int ofEvent(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED ->
          ofStart(event.getWorkflowExecutionStartedEventAttributes());
      case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
          Math.max(0, event.getActivityTaskStartedEventAttributes().getAttempt() - 1);
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED ->
          Math.min(
              MOST_LOCAL_RETRIES,
              event
                  .getWorkflowTaskCompletedEventAttributes()
                  .getMeteringMetadata()
                  .getNonfirstLocalActivityExecutionAttempts());
      case EVENT_TYPE_WORKFLOW_TASK_FAILED ->
          event.getWorkflowTaskFailedEventAttributes().getCause()
                  == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW
              ? 1
              : 0;
      case EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES ->
          isOfVersions(event.getUpsertWorkflowSearchAttributesEventAttributes()) ? 0 : 1;
      // A signal that stands second came with the start.
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> event.getEventId() == 2 ? 0 : 1;
      // Of a child that could not be started, the attempt has no history of its own.
      case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
          EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
          EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          EVENT_TYPE_TIMER_STARTED,
          EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
          EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
          EVENT_TYPE_NEXUS_OPERATION_SCHEDULED,
          EVENT_TYPE_NEXUS_OPERATION_CANCEL_REQUESTED ->
          1;
      default -> 0;
    };
  }

  private static int ofStart(WorkflowExecutionStartedEventAttributes start) {
    return start.getSearchAttributes().containsIndexedFields(SCHEDULED_BY) ? 3 : 1;
  }

  private static boolean isOfVersions(UpsertWorkflowSearchAttributesEventAttributes upsert) {
    return upsert
        .getSearchAttributes()
        .getIndexedFieldsMap()
        .keySet()
        .equals(Set.of(CHANGE_VERSION));
  }

  private static boolean isBilledMarker(HistoryEvent event) {
    if (!event.hasMarkerRecordedEventAttributes()) {
      return false;
    }
    MarkerRecordedEventAttributes marker = event.getMarkerRecordedEventAttributes();
    return !marker.getMarkerName().equals(VERSION_MARKER);
  }

  private BillableActions() {}
}
