package dev.whatsway.api.eventlog;

import dev.whatsway.store.eventlog.EventFilter;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.LoggedEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One open stream. While a write is under way nothing else is begun; the next time goes on. */
final class EventStream {

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  /** Every so many times without news a comment keeps proxies from closing the connection. */
  private static final int HEARTBEAT = 15;

  private static final int PAGE = 100;

  private final EventLog events;
  private final EventFilter filter;
  private final SseEmitter emitter;
  private final AtomicBoolean writing = new AtomicBoolean();
  private long last;
  private int silent;

  EventStream(EventLog events, EventFilter filter, long after, SseEmitter emitter) {
    this.events = events;
    this.filter = filter;
    this.last = after;
    this.emitter = emitter;
  }

  /** Writes what is new to the listener. */
  void feed(Executor writers) {
    if (!writing.compareAndSet(false, true)) {
      return;
    }
    try {
      writers.execute(this::write);
    } catch (RejectedExecutionException closing) {
      writing.set(false);
    }
  }

  void complete() {
    emitter.complete();
  }

  private void write() {
    try {
      write(events.after(filter, last, PAGE));
    } catch (DataAccessException away) {
      log.warn("The event log cannot be read: {}", away.getClass().getName());
    } catch (IOException | IllegalStateException gone) {
      emitter.completeWithError(gone);
    } finally {
      writing.set(false);
    }
  }

  private void write(List<LoggedEvent> news) throws IOException {
    for (LoggedEvent event : news) {
      emitter.send(
          SseEmitter.event()
              .id(Long.toString(event.id()))
              .name("event")
              .data(EventView.of(event), MediaType.APPLICATION_JSON));
      last = event.id();
    }
    silent = news.isEmpty() ? silent + 1 : 0;
    if (silent >= HEARTBEAT) {
      emitter.send(SseEmitter.event().comment("still there"));
      silent = 0;
    }
  }
}
