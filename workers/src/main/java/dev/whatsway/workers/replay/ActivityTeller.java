package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.ASKED;

import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Activities: what was asked for, the answer, and after how many tries. */
final class ActivityTeller implements Teller {

  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final Chronicle chronicle;
  private final Words words;
  private final Map<Long, Activity> scheduled = new HashMap<>();
  private final Map<Long, ActivityTaskStartedEventAttributes> started = new HashMap<>();

  private record Activity(String type, String name, String title, Instant at) {}

  ActivityTeller(Chronicle chronicle, Words words) {
    this.chronicle = chronicle;
    this.words = words;
  }

  @Override
  public boolean tell(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> schedule(event);
      case EVENT_TYPE_ACTIVITY_TASK_STARTED -> {
        ActivityTaskStartedEventAttributes start = event.getActivityTaskStartedEventAttributes();
        started.put(start.getScheduledEventId(), start);
      }
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> complete(event);
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          end(
              event,
              event.getActivityTaskFailedEventAttributes().getScheduledEventId(),
              "failed: " + reason(event.getActivityTaskFailedEventAttributes().getFailure()));
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          end(
              event,
              event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(),
              "no answer in time: "
                  + reason(event.getActivityTaskTimedOutEventAttributes().getFailure()));
      case EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED ->
          chronicle.tell(
              event,
              "no longer needed (%s): %s"
                  .formatted(
                      chronicle.latestNews(),
                      title(
                          event
                              .getActivityTaskCancelRequestedEventAttributes()
                              .getScheduledEventId())));
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          end(
              event,
              event.getActivityTaskCanceledEventAttributes().getScheduledEventId(),
              "stopped");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void schedule(HistoryEvent event) {
    ActivityTaskScheduledEventAttributes asked = event.getActivityTaskScheduledEventAttributes();
    String type = asked.getActivityType().getName();
    String summary = words.text(event.getUserMetadata().getSummary());
    String input = words.known(ASKED, type, asked.getInput());
    String name = "%s [%s]".formatted(summary.isEmpty() ? "activity" : summary, Plain.line(type));
    String title = input.isEmpty() ? name : name + " " + input;
    scheduled.put(
        event.getEventId(), new Activity(type, name, title, Plain.instant(event.getEventTime())));
    chronicle.begin(event, thing(event.getEventId()), "asks: " + title);
  }

  private void complete(HistoryEvent event) {
    long id = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
    @Nullable Activity activity = scheduled.get(id);
    String answer =
        activity == null
            ? ""
            : words.of(
                ANSWERED,
                activity.type(),
                event.getActivityTaskCompletedEventAttributes().getResult());
    end(event, id, answer.isEmpty() ? "done" : answer);
  }

  private void end(HistoryEvent event, long id, String outcome) {
    @Nullable Activity activity = scheduled.get(id);
    chronicle.news((activity == null ? "an activity" : activity.name()) + ": " + outcome);
    chronicle.end(event, thing(id), title(id) + ": " + outcome + effort(event, id));
  }

  private String effort(HistoryEvent event, long id) {
    String effort = "";
    @Nullable ActivityTaskStartedEventAttributes start = started.get(id);
    if (start != null && start.getAttempt() > 0) {
      effort = "attempt " + start.getAttempt();
      if (start.hasLastFailure()) {
        effort += "; before: " + reason(start.getLastFailure());
      }
    }
    @Nullable Activity activity = scheduled.get(id);
    if (activity != null) {
      Duration took = Duration.between(activity.at(), Plain.instant(event.getEventTime()));
      if (took.compareTo(WORTH_TELLING) >= 0) {
        effort += (effort.isEmpty() ? "" : ", ") + "after " + Plain.length(took);
      }
    }
    return effort.isEmpty() ? "" : " (" + effort + ")";
  }

  private String title(long id) {
    @Nullable Activity activity = scheduled.get(id);
    return activity == null ? "an activity" : activity.title();
  }

  private static String thing(long id) {
    return "activity " + id;
  }

  /** The innermost cause says what happened; the outer ones say who noticed. */
  static String reason(Failure failure) {
    Failure innermost = failure;
    while (innermost.hasCause()) {
      innermost = innermost.getCause();
    }
    String message = Plain.line(innermost.getMessage());
    return message.isEmpty() ? "no reason given" : message;
  }
}
