package dev.whatsway.workers.replay;

import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Timers: what was waited for, until when, and whether time or something else ended it. */
final class TimerTeller implements Teller {

  private final Chronicle chronicle;
  private final Words words;
  private final Map<Long, Timer> timers = new HashMap<>();

  private record Timer(String why, Instant from) {}

  TimerTeller(Chronicle chronicle, Words words) {
    this.chronicle = chronicle;
    this.words = words;
  }

  @Override
  public boolean tell(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_TIMER_STARTED -> start(event);
      case EVENT_TYPE_TIMER_FIRED ->
          fire(event, event.getTimerFiredEventAttributes().getStartedEventId());
      case EVENT_TYPE_TIMER_CANCELED ->
          cancel(event, event.getTimerCanceledEventAttributes().getStartedEventId());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void start(HistoryEvent event) {
    Instant from = Plain.instant(event.getEventTime());
    Duration length =
        Plain.duration(event.getTimerStartedEventAttributes().getStartToFireTimeout());
    String summary = words.text(event.getUserMetadata().getSummary());
    String why = summary.isEmpty() ? "a timer without a summary" : summary;
    timers.put(event.getEventId(), new Timer(why, from));
    chronicle.begin(
        event,
        thing(event.getEventId()),
        "waits at most %s, until %s: %s"
            .formatted(Plain.length(length), Plain.time(from.plus(length)), why));
  }

  private void fire(HistoryEvent event, long id) {
    Timer timer = timer(event, id);
    chronicle.news("the time is over: " + timer.why());
    chronicle.end(
        event,
        thing(id),
        "waited %s, the time is over: %s".formatted(since(event, timer), timer.why()));
  }

  private void cancel(HistoryEvent event, long id) {
    Timer timer = timer(event, id);
    chronicle.end(
        event,
        thing(id),
        "stops waiting after %s (%s): %s"
            .formatted(since(event, timer), chronicle.latestNews(), timer.why()));
  }

  private Timer timer(HistoryEvent event, long id) {
    return timers.getOrDefault(id, new Timer("a timer", Plain.instant(event.getEventTime())));
  }

  private static String since(HistoryEvent event, Timer timer) {
    return Plain.length(Duration.between(timer.from(), Plain.instant(event.getEventTime())));
  }

  private static String thing(long id) {
    return "timer " + id;
  }
}
