package dev.whatsway.workers.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.workers.TestBench;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageSignalsTest {

  @Test
  void takesNoOffenceAtAWorkflowThatHasEndedOrNeverWas() {
    try (TestBench bench = new TestBench()) {
      bench.start();
      assertThatCode(
              () ->
                  new MessageSignals(bench.client())
                      .tell(
                          UUID.randomUUID(),
                          List.of(new MessageEvent(Kind.READ, Instant.EPOCH, null))))
          .doesNotThrowAnyException();
    }
  }
}
