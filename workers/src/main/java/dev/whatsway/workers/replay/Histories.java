package dev.whatsway.workers.replay;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads histories as Temporal's UI and CLI export them and {@code toJson} writes them; enums may be
 * spelled either way.
 */
public final class Histories {

  private static final String WAY_OUT =
      " Export it again: temporal workflow show --workflow-id ID --output json, or Download in the Temporal UI, not decoded.";

  /**
   * @throws HistoryException saying what is wrong with the text
   */
  public static WorkflowExecutionHistory read(String text) {
    // Some editors and shells begin a file with a byte order mark.
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    requireEvents(json);
    WorkflowExecutionHistory history;
    try {
      history = WorkflowExecutionHistory.fromJson(json);
    } catch (RuntimeException e) {
      throw new HistoryException(
          "The history cannot be read: " + Plain.line(innermost(e)) + "." + WAY_OUT, e);
    }
    return requireWhole(history);
  }

  /**
   * @throws HistoryException when an event is missing or of a kind that this version does not know
   */
  static WorkflowExecutionHistory requireWhole(WorkflowExecutionHistory history) {
    long next = 1;
    for (HistoryEvent event : history.getEvents()) {
      if (event.getEventId() != next) {
        throw new HistoryException(
            "The history is not whole: event %d stands where event %d should.%s"
                .formatted(event.getEventId(), next, WAY_OUT));
      }
      EventType type = event.getEventType();
      if (type == EventType.EVENT_TYPE_UNSPECIFIED || type == EventType.UNRECOGNIZED) {
        throw new HistoryException(
            "Event %d is of a kind that this version of Temporal's SDK does not know: replay it with the version that wrote it."
                .formatted(next));
      }
      next++;
    }
    return history;
  }

  private static void requireEvents(String json) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new HistoryException(
          "The history is no JSON (%s).%s".formatted(Plain.line(e.getOriginalMessage()), WAY_OUT),
          e);
    }
    if (!root.isObject() || !root.path("events").isArray()) {
      throw new HistoryException(
          "The history has to be a JSON object with an array \"events\"." + WAY_OUT);
    }
    JsonNode first = root.path("events").path(0);
    if (first.isMissingNode()) {
      throw new HistoryException("The history holds no events." + WAY_OUT);
    }
    if (!first.path("workflowExecutionStartedEventAttributes").isObject()) {
      throw new HistoryException(
          "The history does not begin with the start of a workflow." + WAY_OUT);
    }
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private Histories() {}
}
