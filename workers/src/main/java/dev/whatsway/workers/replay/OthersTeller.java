package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.RESULT;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;

/** What the workflow has to do with others: children, signals to them, requests to end. */
final class OthersTeller implements Teller {

  private final Chronicle chronicle;
  private final Words words;

  OthersTeller(Chronicle chronicle, Words words) {
    this.chronicle = chronicle;
    this.words = words;
  }

  @Override
  public boolean tell(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED -> start(event);
      case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED -> {
        var failed = event.getStartChildWorkflowExecutionFailedEventAttributes();
        chronicle.tell(
            event,
            "could not start %s %s: %s"
                .formatted(
                    failed.getWorkflowType().getName(),
                    failed.getWorkflowId(),
                    Events.words(failed.getCause().name())));
      }
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
          EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
          EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED -> {
        // Confirms what was told when it was asked for.
      }
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED -> {
        var child = event.getChildWorkflowExecutionCompletedEventAttributes();
        ended(
            event,
            child.getWorkflowType().getName(),
            child.getWorkflowExecution().getWorkflowId(),
            "has completed",
            child.getResult());
      }
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED -> {
        var child = event.getChildWorkflowExecutionCanceledEventAttributes();
        ended(
            event,
            child.getWorkflowType().getName(),
            child.getWorkflowExecution().getWorkflowId(),
            "was canceled",
            Payloads.getDefaultInstance());
      }
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED -> {
        var child = event.getChildWorkflowExecutionTerminatedEventAttributes();
        ended(
            event,
            child.getWorkflowType().getName(),
            child.getWorkflowExecution().getWorkflowId(),
            "was terminated",
            Payloads.getDefaultInstance());
      }
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED -> {
        var child = event.getChildWorkflowExecutionFailedEventAttributes();
        ended(
            event,
            child.getWorkflowType().getName(),
            child.getWorkflowExecution().getWorkflowId(),
            "has failed, " + ActivityTeller.reason(child.getFailure()),
            Payloads.getDefaultInstance());
      }
      case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED -> {
        var signal = event.getSignalExternalWorkflowExecutionInitiatedEventAttributes();
        String to = signal.getWorkflowExecution().getWorkflowId();
        chronicle.tellAlike(
            event,
            "signals " + signal.getSignalName(),
            to,
            "signals %s to %s".formatted(signal.getSignalName(), to));
      }
      case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED -> {
        var failed = event.getSignalExternalWorkflowExecutionFailedEventAttributes();
        chronicle.tell(
            event,
            "the signal to %s found nobody: %s"
                .formatted(
                    failed.getWorkflowExecution().getWorkflowId(),
                    Events.words(failed.getCause().name())));
      }
      case EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED -> {
        var request = event.getRequestCancelExternalWorkflowExecutionInitiatedEventAttributes();
        String to = request.getWorkflowExecution().getWorkflowId();
        chronicle.tellAlike(event, "asks to end", to, "asks %s to end".formatted(to));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void start(HistoryEvent event) {
    StartChildWorkflowExecutionInitiatedEventAttributes child =
        event.getStartChildWorkflowExecutionInitiatedEventAttributes();
    String type = child.getWorkflowType().getName();
    String summary = words.text(event.getUserMetadata().getSummary());
    chronicle.tellAlike(
        event,
        "starts " + type,
        child.getWorkflowId(),
        "starts %s %s%s"
            .formatted(type, child.getWorkflowId(), summary.isEmpty() ? "" : ": " + summary));
  }

  private void ended(HistoryEvent event, String type, String id, String how, Payloads result) {
    String said = words.of(RESULT, type, result);
    String told = "%s %s %s%s".formatted(type, id, how, said.isEmpty() ? "" : ": " + said);
    chronicle.news(told);
    chronicle.tellAlike(event, "ended " + type, id, told);
  }
}
