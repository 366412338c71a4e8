package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request is complete when its thread has let go of it, and not before. */
@Timeout(60)
class MediaTurnTest {

  private final AsyncContext context = mock(AsyncContext.class);
  private final MediaTurn turn = new MediaTurn(context);
  private final List<String> order = new CopyOnWriteArrayList<>();

  @Test
  void ends_its_thread_before_the_request_where_the_time_is_up() throws Exception {
    doAnswer(
            call -> {
              order.add("complete");
              return null;
            })
        .when(context)
        .complete();
    CountDownLatch working = new CountDownLatch(1);
    CompletableFuture<Void> worker =
        CompletableFuture.runAsync(() -> turn.run(() -> holdUntilInterrupted(working)));
    working.await();

    turn.onTimeout(new AsyncEvent(context));

    worker.get(30, TimeUnit.SECONDS);
    assertThat(order).containsExactly("thread", "complete");
  }

  @Test
  void completes_once_where_all_goes_well() {
    turn.run(() -> {});
    turn.onError(new AsyncEvent(context));
    verify(context, times(1)).complete();
  }

  private void holdUntilInterrupted(CountDownLatch working) {
    working.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      order.add("thread");
    }
  }
}
