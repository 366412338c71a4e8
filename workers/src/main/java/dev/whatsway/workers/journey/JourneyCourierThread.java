package dev.whatsway.workers.journey;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the courier for as long as the process runs. */
@Component
class JourneyCourierThread implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(JourneyCourierThread.class);
  private static final Duration AWAY = Duration.ofSeconds(1);

  private final JourneyCourier courier;
  private final Duration idle;
  private @Nullable Thread thread;
  private CountDownLatch stopped = new CountDownLatch(0);

  JourneyCourierThread(JourneyCourier courier, @Value("${whatsway.journeys.idle}") Duration idle) {
    this.courier = courier;
    this.idle = idle;
  }

  @Override
  public synchronized void start() {
    stopped = new CountDownLatch(1);
    thread = new Thread(this::run, "journeys");
    thread.start();
  }

  @Override
  public synchronized void stop() {
    stopped.countDown();
    try {
      if (thread != null) {
        thread.join(TimeUnit.SECONDS.toMillis(20));
      }
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
    Duration pause = Duration.ZERO;
    while (!pausedUntilStopped(pause)) {
      try {
        pause = courier.carry() == 0 ? idle : Duration.ZERO;
      } catch (RuntimeException e) {
        log.warn("The outbox of journeys cannot be emptied for now: {}", e.getClass().getName());
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
