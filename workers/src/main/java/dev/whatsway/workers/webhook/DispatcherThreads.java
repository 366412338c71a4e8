package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Runs the dispatcher for as long as the process runs. */
@Component
@EnableScheduling
class DispatcherThreads implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DispatcherThreads.class);

  /**
   * How long an event is kept as Meta sent it. Meta repeats a webhook for up to seven days, so its
   * key has to be kept for longer than that.
   */
  private static final Duration KEPT = Duration.ofDays(14);

  /** Events that were set aside wait for somebody to look at them. */
  private static final Duration SET_ASIDE_KEPT = Duration.ofDays(90);

  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final int FORGET = 5_000;

  private final WebhookDispatcher dispatcher;
  private final Inbox inbox;
  private final Clock clock;
  private final int count;
  private final Duration idle;
  private final List<Thread> threads = new ArrayList<>();
  private CountDownLatch stopped = new CountDownLatch(0);

  DispatcherThreads(
      WebhookDispatcher dispatcher,
      Inbox inbox,
      Clock clock,
      @Value("${whatsway.webhooks.dispatchers}") int count,
      @Value("${whatsway.webhooks.idle}") Duration idle) {
    this.dispatcher = dispatcher;
    this.inbox = inbox;
    this.clock = clock;
    this.count = count;
    this.idle = idle;
  }

  @Override
  public synchronized void start() {
    stopped = new CountDownLatch(1);
    for (int number = 1; number <= count; number++) {
      Thread thread = new Thread(this::run, "webhooks-" + number);
      thread.start();
      threads.add(thread);
    }
  }

  @Override
  public synchronized void stop() {
    stopped.countDown();
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(20));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
  }

  @Override
  public synchronized boolean isRunning() {
    return !threads.isEmpty();
  }

  @Scheduled(initialDelay = 5, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
  void forget() {
    try {
      while (inbox.forget(clock.instant().minus(KEPT), FORGET) == FORGET) {
        log.debug("Forgot {} webhook events", FORGET);
      }
      while (inbox.forgetSetAside(clock.instant().minus(SET_ASIDE_KEPT), FORGET) == FORGET) {
        log.debug("Forgot {} webhook events that were set aside", FORGET);
      }
    } catch (RuntimeException e) {
      log.warn("Old webhook events could not be cleared: {}", e.getClass().getName());
    }
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!pausedUntilStopped(pause)) {
      try {
        pause = dispatcher.dispatch() == 0 ? idle : Duration.ZERO;
      } catch (RuntimeException e) {
        log.warn("The inbox cannot be emptied for now: {}", e.getClass().getName());
        pause = AWAY;
      }
    }
  }

  private boolean pausedUntilStopped(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
