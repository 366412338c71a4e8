package dev.whatsway.workers.replay;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history as lines of text: a heading, then a line a decision with its time. */
public final class Retelling {

  private static final Map<EventType, String> ENDS =
      Map.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, "completed",
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED, "failed",
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT, "timed out",
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED, "canceled",
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED, "terminated",
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW, "continued as a new run");

  private final List<HistoryEvent> events;

  public Retelling(WorkflowExecutionHistory history) {
    this.events = history.getEvents();
  }

  /** Returns the decisions in order. */
  public List<Decision> decisions() {
    return new Narrator().tell(events);
  }

  /**
   * Returns the lines to print.
   *
   * @param divergence told before the decision that it concerns; null for none
   */
  public List<String> lines(@Nullable Divergence divergence) {
    List<String> lines = new ArrayList<>(heading());
    boolean told = divergence == null;
    for (Decision decision : decisions()) {
      if (!told && divergence.eventId() != 0 && decision.eventId() >= divergence.eventId()) {
        lines.add(row("", "", ">>> here today's code diverges; the history goes on:"));
        told = true;
      }
      lines.add(row(Plain.time(decision.at()), Plain.clock(decision.since()), decision.words()));
    }
    return lines;
  }

  private List<String> heading() {
    WorkflowExecutionStartedEventAttributes start =
        events.get(0).getWorkflowExecutionStartedEventAttributes();
    HistoryEvent last = events.get(events.size() - 1);
    return List.of(
        "%s %s, run %s"
            .formatted(
                Plain.line(start.getWorkflowType().getName()),
                start.getWorkflowId().isEmpty()
                    ? "(the export names no workflow id)"
                    : Plain.line(start.getWorkflowId()),
                Plain.line(start.getOriginalExecutionRunId())),
        "%d events; %s"
            .formatted(events.size(), ENDS.getOrDefault(last.getEventType(), "still open")),
        "",
        row("time (UTC)", "since start", ""));
  }

  private static String row(String time, String since, String words) {
    return "%-19s  %13s  %s".formatted(time, since, words).stripTrailing();
  }
}
