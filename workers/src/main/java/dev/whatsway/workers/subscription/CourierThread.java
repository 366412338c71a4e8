package dev.whatsway.workers.subscription;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the courier for as long as the process runs. */
@Component
class CourierThread implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CourierThread.class);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final int LEAVE_AFTER_MILLIS = 5_000;

  private final Courier courier;
  private final Duration idle;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  CourierThread(Courier courier, @Value("${whatsway.subscriptions.idle}") Duration idle) {
    this.courier = courier;
    this.idle = idle;
  }

  @Override
  public synchronized void start() {
    stopping = false;
    thread = new Thread(this::run, "subscriptions");
    thread.start();
  }

  /** What is open may end and be recorded; what does not in time comes again after its lease. */
  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopping = true;
    try {
      running.join(LEAVE_AFTER_MILLIS);
      running.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      while (!stopping || courier.busy()) {
        courier.await(once());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how long to wait before the next time. */
  private Duration once() {
    try {
      if (stopping) {
        courier.record();
      } else {
        courier.round();
      }
      return idle;
    } catch (RuntimeException e) {
      log.warn("Events cannot be delivered for now: {}", e.getClass().getName());
      return AWAY;
    }
  }
}
