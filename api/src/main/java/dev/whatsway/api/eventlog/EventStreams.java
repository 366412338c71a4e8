package dev.whatsway.api.eventlog;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.store.eventlog.EventFilter;
import dev.whatsway.store.eventlog.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Feeds those who follow the event log. Once a second each stream is given what is new to it, by a
 * few threads, so that a slow connection holds up no others for long.
 */
@Component
class EventStreams {

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
  private static final int WRITERS = 4;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final EventLog events;
  private final int maxListeners;
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "event-log"));
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, task -> thread(task, "event-log-writer"));

  EventStreams(EventLog events, @Value("${whatsway.api.max-listeners}") int maxListeners) {
    this.events = events;
    this.maxListeners = maxListeners;
    ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Opens a stream.
   *
   * @param after the id of the last event that the listener knows
   * @throws ApiException when as many as may be are open
   */
  synchronized SseEmitter listen(EventFilter filter, long after) {
    if (streams.size() >= maxListeners) {
      throw new ApiException(
          ProblemKind.TOO_MANY_LISTENERS,
          "%d streams are open, and no more are allowed; close one or ask for the list now and then."
              .formatted(streams.size()));
    }
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    EventStream stream = new EventStream(events, filter, after, emitter);
    Runnable gone = () -> streams.remove(stream);
    emitter.onCompletion(gone);
    emitter.onError(error -> gone.run());
    emitter.onTimeout(
        () -> {
          gone.run();
          emitter.complete();
        });
    streams.add(stream);
    stream.feed(writers);
    return emitter;
  }

  int listeners() {
    return streams.size();
  }

  private void tick() {
    try {
      streams.forEach(stream -> stream.feed(writers));
    } catch (RuntimeException e) {
      log.warn("Event streams are not fed for now: {}", e.getClass().getName());
    }
  }

  /** Before the web server waits for its open requests to end: these would not. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    ticks.shutdownNow();
    writers.shutdownNow();
    streams.forEach(EventStream::complete);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
