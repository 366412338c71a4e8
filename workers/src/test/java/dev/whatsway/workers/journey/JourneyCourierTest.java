package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.store.journey.JourneySignals;
import dev.whatsway.store.journey.JourneySignals.Kind;
import dev.whatsway.store.journey.JourneySignals.Untold;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JourneyCourierTest {

  private final JourneySignals outbox = mock(JourneySignals.class);

  /** All events wait until an order, the last of the page, and as many others have come. */
  @Test
  void tellsManyAtATimeAndOrdersFirst() {
    CountDownLatch order = new CountDownLatch(1);
    CountDownLatch tellers = new CountDownLatch(JourneyCourier.TELLERS);
    WorkflowClient client = mock(WorkflowClient.class);
    WorkflowStub workflow =
        mock(
            WorkflowStub.class,
            call -> {
              if (call.getMethod().getName().equals("signal")) {
                (call.getArgument(0).equals("recheck") ? order : tellers).countDown();
                assertThat(order.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(
                        call.getArgument(0).equals("recheck") || tellers.await(5, TimeUnit.SECONDS))
                    .isTrue();
              }
              return null;
            });
    when(client.newUntypedWorkflowStub(anyString())).thenReturn(workflow);
    List<Untold> page =
        Stream.concat(
                LongStream.range(0, 40).mapToObj(id -> untold(id, Kind.EVENT)),
                Stream.of(untold(40, Kind.RECHECK)))
            .toList();
    when(outbox.claim(anyInt(), any())).thenReturn(page);

    try (JourneyCourier courier = new JourneyCourier(outbox, client, Clock.systemUTC())) {
      assertThat(courier.carry()).isEqualTo(41);
    }

    verify(outbox).told(argThat(ids -> ids.size() == 41));
    verify(outbox).later(argThat(ids -> ids.isEmpty()), any());
  }

  private static Untold untold(long id, Kind kind) {
    return new Untold(id, UUID.randomUUID(), UUID.randomUUID(), kind, "read", "welcome", "0/1", 1);
  }
}
