package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class InboxWriterTest {

  private final JdbcTemplate jdbc = new JdbcTemplate(EmbeddedPostgresExtension.dataSource());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Backlog backlog = new Backlog(Clock.systemUTC());
  private final InboxWriter writer =
      new InboxWriter(new Inbox(jdbc, Clock.systemUTC()), backlog, meters);

  @BeforeEach
  void start() {
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.stop();
  }

  @Test
  void storesWhatManyBringAtOnceEachOnceAndBeforeItAnswers() {
    List<CompletableFuture<Boolean>> callers = new ArrayList<>();
    for (int caller = 0; caller < 300; caller++) {
      int key = caller % 250;
      callers.add(
          CompletableFuture.supplyAsync(
              () -> {
                writer.add(List.of(event(key, "{}")));
                return isStored(key);
              }));
    }
    assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isTrue());
    assertThat(jdbc.queryForObject("SELECT count(*) FROM inbox", Integer.class)).isEqualTo(250);
    assertThat(meters.counter("whatsway.webhook.events", "kind", "repeated").count()).isEqualTo(50);
  }

  @Test
  void tellsOnlyTheOneWhoseEventsCannotBeStored() {
    List<CompletableFuture<@Nullable Void>> good = new ArrayList<>();
    CompletableFuture<@Nullable Void> bad =
        CompletableFuture.runAsync(() -> writer.add(List.of(event(-1, "\u0000"))));
    for (int caller = 0; caller < 50; caller++) {
      int key = caller;
      good.add(CompletableFuture.runAsync(() -> writer.add(List.of(event(key, "{}")))));
    }
    good.forEach(CompletableFuture::join);
    assertThatThrownBy(bad::join).isNotNull();
    assertThat(jdbc.queryForObject("SELECT count(*) FROM inbox", Integer.class)).isEqualTo(50);
  }

  @Test
  void goesOnAfterAnErrorOfTheJvm() {
    AtomicBoolean first = new AtomicBoolean(true);
    Inbox inbox =
        new Inbox(jdbc, Clock.systemUTC()) {
          @Override
          public int add(List<ReceivedEvent> events) {
            if (first.getAndSet(false)) {
              throw new OutOfMemoryError("made up");
            }
            return super.add(events);
          }
        };
    InboxWriter shaken = new InboxWriter(inbox, backlog, meters);
    shaken.start();
    try {
      assertThatThrownBy(() -> shaken.add(List.of(event(1, "{}"))))
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
      shaken.add(List.of(event(2, "{}")));
      assertThat(isStored(2)).isTrue();
    } finally {
      shaken.stop();
    }
  }

  @Test
  void triesNoneAloneWherePostgresqlTakesTooLong() {
    AtomicInteger tries = new AtomicInteger();
    Inbox inbox =
        new Inbox(jdbc, Clock.systemUTC()) {
          @Override
          public int add(List<ReceivedEvent> events) {
            tries.incrementAndGet();
            throw new QueryTimeoutException("made up");
          }
        };
    InboxWriter slow = new InboxWriter(inbox, backlog, meters);
    slow.start();
    try {
      assertThatThrownBy(() -> slow.add(List.of(event(1, "{}"))))
          .isInstanceOf(QueryTimeoutException.class);
      assertThat(tries).hasValue(1);
    } finally {
      slow.stop();
    }
  }

  @Test
  void leavesNobodyWaitingWhenItHasStopped() {
    writer.stop();
    assertThatThrownBy(() -> writer.add(List.of(event(1, "{}"))))
        .hasMessageContaining("nothing is stored");
  }

  private boolean isStored(int key) {
    return !jdbc.queryForList("SELECT 1 FROM inbox WHERE event_key = ?", key(key)).isEmpty();
  }

  private static ReceivedEvent event(int key, String payload) {
    return new ReceivedEvent(key(key), EventKind.OTHER, null, payload, null);
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(32).putInt(number).array();
  }
}
