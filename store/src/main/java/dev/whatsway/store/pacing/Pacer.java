package dev.whatsway.store.pacing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Hands out the right to call Meta, one a process. It books slots of a number for all who wait for
 * them in one statement, then gives each slot away when it is due: transactional messages first,
 * then campaign by campaign in turns.
 *
 * <p>All state belongs to one thread, so there is no lock; bookings run on threads of their own,
 * since the database may be slow. Slots in hand of a process that dies are lost: the number rests
 * for them, at most the horizon long.
 */
public final class Pacer implements AutoCloseable {

  private static final int BOOKERS = 4;

  private final SlotCalendar calendar;
  private final Duration horizon;
  private final LongSupplier nanos;
  private final long origin;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService bookers;
  private final Map<UUID, PacedNumber> numbers = new HashMap<>();
  private final Map<UUID, Future<?>> looks = new HashMap<>();

  /**
   * @param horizon that of the calendar
   */
  public Pacer(NumberPace calendar, Duration horizon) {
    this(calendar, horizon, System::nanoTime);
  }

  Pacer(SlotCalendar calendar, Duration horizon, LongSupplier nanos) {
    this.calendar = calendar;
    this.horizon = horizon;
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
    timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "pacer"));
    timer.setRemoveOnCancelPolicy(true);
    bookers = Executors.newFixedThreadPool(BOOKERS, task -> daemon(task, "pacer-booking"));
  }

  /**
   * Completes when the caller may call Meta once, now. Canceling gives the place away. It fails
   * with Spring's {@code DataAccessException} where slots cannot be booked.
   *
   * <p>What depends on it must not block: it runs on the pacer's thread unless it is asynchronous.
   */
  public CompletableFuture<Void> acquire(Ask ask) {
    return enqueue(ask, Waiter.FOREVER);
  }

  /**
   * Waits for the right to call Meta once, unless that would take too long.
   *
   * @return empty when the caller may call now; else when to ask again. Those who are turned away
   *     are told different times, as many to come as the number can take.
   * @throws InterruptedException with the place given away
   */
  public Optional<Duration> acquireWithin(Ask ask, Duration patience) throws InterruptedException {
    CompletableFuture<Void> turn = enqueue(ask, now() + patience.toNanos());
    try {
      turn.get();
      return Optional.empty();
    } catch (InterruptedException stopped) {
      turn.cancel(false);
      throw stopped;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ComeBackLater later) {
        return Optional.of(later.delay());
      }
      if (failed.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /**
   * As {@link #acquireWithin}, without a thread that waits.
   *
   * @return empty when the caller may call now; else when to ask again. Canceling does not give the
   *     place away. It fails with Spring's {@code DataAccessException} where slots cannot be booked
   */
  public CompletableFuture<Optional<Duration>> askWithin(Ask ask, Duration patience) {
    return enqueue(ask, now() + patience.toNanos())
        .handle(
            (granted, problem) -> {
              if (problem == null) {
                return Optional.empty();
              }
              if (problem instanceof ComeBackLater later) {
                return Optional.of(later.delay());
              }
              throw problem instanceof RuntimeException unchecked
                  ? unchecked
                  : new IllegalStateException(problem);
            });
  }

  /** Meta said 130429: makes the number slower, for every process; see {@link NumberPace}. */
  public void slowDown(UUID channelId) {
    calendar.slowDown(channelId);
    timer.execute(() -> number(channelId).forfeit());
  }

  /** Keeps the number quiet, for every process. */
  public void quiet(UUID channelId, Duration duration) {
    calendar.quiet(channelId, duration);
    timer.execute(() -> number(channelId).forfeit());
  }

  /** Ends all waits with an {@code IllegalStateException}. */
  @Override
  public void close() {
    IllegalStateException closed = new IllegalStateException("The pacer is closed.");
    onTimer(() -> numbers.values().forEach(number -> number.failed(closed)));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.shutdown();
    bookers.shutdownNow();
  }

  private CompletableFuture<Void> enqueue(Ask ask, long deadline) {
    Waiter waiter = new Waiter(ask, deadline, new CompletableFuture<>());
    timer.execute(
        () -> {
          number(ask.channelId()).add(waiter, now());
          look(ask.channelId());
        });
    waiter
        .turn()
        .whenComplete(
            (granted, problem) -> {
              if (waiter.turn().isCancelled()) {
                onTimer(() -> number(ask.channelId()).remove(waiter));
              }
            });
    return waiter.turn();
  }

  private void look(UUID channelId) {
    PacedNumber number = number(channelId);
    number.step(now());
    PacedNumber.Request request = number.request(now());
    if (request != null) {
      bookers.execute(() -> book(channelId, request));
    }
    Future<?> planned = looks.remove(channelId);
    if (planned != null) {
      planned.cancel(false);
    }
    long at = number.lookAt(now());
    if (at != Long.MAX_VALUE) {
      looks.put(channelId, timer.schedule(() -> look(channelId), at - now(), TimeUnit.NANOSECONDS));
    }
  }

  private void book(UUID channelId, PacedNumber.Request request) {
    try {
      Slots slots = calendar.book(channelId, request.wanted(), request.traffic());
      // As late as it can be, so that no slot is ever used before its time.
      long received = now();
      onTimer(
          () -> {
            number(channelId).booked(request, slots, received);
            look(channelId);
          });
    } catch (RuntimeException problem) {
      onTimer(() -> number(channelId).failed(problem));
    }
  }

  private PacedNumber number(UUID channelId) {
    return numbers.computeIfAbsent(channelId, id -> new PacedNumber(horizon));
  }

  private void onTimer(Runnable task) {
    try {
      timer.execute(task);
    } catch (RejectedExecutionException closed) {
      // All waits have ended.
    }
  }

  private long now() {
    return nanos.getAsLong() - origin;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
