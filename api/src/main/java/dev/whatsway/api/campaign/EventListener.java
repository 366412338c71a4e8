package dev.whatsway.api.campaign;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open stream. While a write is under way newer states are passed over: what counts is the
 * latest.
 */
final class EventListener {

  /** Every so many seconds without news a comment keeps proxies from closing the connection. */
  private static final int HEARTBEAT = 15;

  private final SseEmitter emitter;
  private final Executor writers;
  private final AtomicBoolean writing = new AtomicBoolean();
  private CampaignEvents.@Nullable Progress sent;
  private int silent;
  private int id;

  EventListener(SseEmitter emitter, Executor writers) {
    this.emitter = emitter;
    this.writers = writers;
  }

  /** Hands over the state of this second. */
  void offer(CampaignEvents.Progress progress, boolean settled) {
    if (!writing.compareAndSet(false, true)) {
      return;
    }
    try {
      writers.execute(
          () -> {
            try {
              write(progress, settled);
            } catch (IOException | IllegalStateException e) {
              emitter.completeWithError(e);
            } finally {
              writing.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      writing.set(false);
    }
  }

  void complete() {
    emitter.complete();
  }

  private void write(CampaignEvents.Progress progress, boolean settled) throws IOException {
    if (!progress.equals(sent)) {
      emitter.send(event("progress", progress));
      sent = progress;
      silent = 0;
    } else if (++silent >= HEARTBEAT) {
      emitter.send(SseEmitter.event().comment("still there"));
      silent = 0;
    }
    if (settled) {
      emitter.send(event("end", progress));
      emitter.complete();
    }
  }

  private SseEmitter.SseEventBuilder event(String name, CampaignEvents.Progress progress) {
    return SseEmitter.event()
        .id(Integer.toString(++id))
        .name(name)
        .data(progress, MediaType.APPLICATION_JSON);
  }
}
