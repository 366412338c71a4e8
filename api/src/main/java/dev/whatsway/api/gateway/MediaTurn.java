package dev.whatsway.api.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request for media. The server gives its streams to another request once it is complete, so it
 * is never completed while the thread of this one may still use them.
 */
final class MediaTurn implements AsyncListener {

  /** Longer than the server's own timeout of one read or write, which no interrupt ends. */
  private static final int SECONDS_TO_END = 30;

  private final AsyncContext context;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread worker;

  MediaTurn(AsyncContext context) {
    this.context = context;
  }

  void run(Runnable work) {
    begin();
    try {
      work.run();
    } finally {
      end();
      ended.countDown();
      if (over.compareAndSet(false, true)) {
        context.complete();
      }
    }
  }

  private synchronized void begin() {
    worker = Thread.currentThread();
  }

  private synchronized void end() {
    worker = null;
  }

  private synchronized void interrupt() {
    if (worker != null) {
      worker.interrupt();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    finish();
  }

  @Override
  public void onError(AsyncEvent event) {
    finish();
  }

  private void finish() {
    if (over.compareAndSet(false, true)) {
      interrupt();
      try {
        if (!ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
          // Better one request whose end is unclear than a thread of the server that is lost.
          WireResponse.breakOff(context.getRequest());
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        context.complete();
      }
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    over.set(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
