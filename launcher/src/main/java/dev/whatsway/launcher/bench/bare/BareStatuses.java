package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageEvents;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals workflows what became of their messages, at the times at which ours are told of it. */
final class BareStatuses implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BareStatuses.class);
  private static final int THREADS = 8;
  private static final List<Kind> KINDS = List.of(Kind.SENT, Kind.DELIVERED, Kind.READ);

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final WorkflowClient client;
  private final List<Duration> delays;
  private final Clock clock;

  /**
   * @param delays of the three statuses after the send
   */
  BareStatuses(WorkflowClient client, List<Duration> delays, Clock clock) {
    this.client = client;
    this.delays = delays;
    this.clock = clock;
  }

  /** Plans so many signals, of which the last tells all that is left. */
  void plan(String workflowId, int signals) {
    plan(workflowId, new ArrayDeque<>(divided(signals)), System.nanoTime());
  }

  /** Each is planned once the one before it was sent, so that they keep their order. */
  private void plan(String workflowId, Deque<List<Kind>> left, long sentAt) {
    List<Kind> next = left.poll();
    if (next != null) {
      Duration delay = delays.get(KINDS.indexOf(next.get(next.size() - 1)));
      threads.schedule(
          () -> {
            tell(workflowId, next);
            plan(workflowId, left, sentAt);
          },
          delay.toNanos() - (System.nanoTime() - sentAt),
          TimeUnit.NANOSECONDS);
    }
  }

  static List<List<Kind>> divided(int signals) {
    int count = Math.max(1, Math.min(signals, KINDS.size()));
    List<List<Kind>> divided = new ArrayList<>();
    for (int signal = 0; signal < count - 1; signal++) {
      divided.add(KINDS.subList(signal, signal + 1));
    }
    divided.add(KINDS.subList(count - 1, KINDS.size()));
    return divided;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void tell(String workflowId, List<Kind> kinds) {
    List<MessageEvent> events =
        kinds.stream().map(kind -> new MessageEvent(kind, clock.instant(), null)).toList();
    try {
      client.newUntypedWorkflowStub(workflowId).signal("events", new MessageEvents(events));
    } catch (RuntimeException e) {
      log.error("{} was not told {}", workflowId, kinds, e);
    }
  }
}
