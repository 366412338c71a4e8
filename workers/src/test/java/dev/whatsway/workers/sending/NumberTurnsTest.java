package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.message.Claim.Outgoing;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class NumberTurnsTest {

  private static final PacingSettings SETTINGS =
      new PacingSettings(Duration.ofMillis(250), Duration.ofSeconds(2));

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private Pacer pacer;
  private NumberTurns turns;
  private Outgoing message;

  @BeforeEach
  void start() {
    Scenario scenario = new Scenario(jdbc).channel();
    jdbc.sql("UPDATE channels SET throughput = 5").update();
    pacer = pacer();
    turns = new NumberTurns(new PaceAsks(jdbc), pacer, SETTINGS);
    message =
        new Outgoing(
            UUID.randomUUID(),
            UUID.randomUUID(),
            scenario.channel,
            "+4915100000000",
            "sale",
            "en",
            Map.of(),
            true);
  }

  @AfterEach
  void stop() {
    pacer.close();
  }

  @Test
  void aCallThatComesRightAfterItsTurnGoesOut() {
    assertThat(turns.stillOrAgain(message, System.nanoTime())).isCompleted();
  }

  @Test
  void callsThatAStallHasBunchedUpWaitForTurnsAgain() {
    long before = System.nanoTime() - Duration.ofSeconds(1).toNanos();
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    for (int call = 0; call < 5; call++) {
      calls.add(turns.stillOrAgain(message, before).thenApply(now -> System.nanoTime()));
    }
    List<Long> times = calls.stream().map(CompletableFuture::join).sorted().toList();
    // Five at five a second are four spacings of 200 ms apart, and not at once.
    assertThat(times.get(4) - times.get(0)).isGreaterThan(Duration.ofMillis(700).toNanos());
  }

  @Test
  void aLateCallGoesOutAllTheSameWhereNoTurnCanBeHad() {
    pacer.close();
    long before = System.nanoTime() - Duration.ofSeconds(1).toNanos();
    assertThat(turns.stillOrAgain(message, before)).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aLateCallWaitsNoLongerForARestingNumberThanTwoSeconds() {
    pacer.quiet(message.channelId(), Duration.ofMinutes(5));
    long before = System.nanoTime() - Duration.ofSeconds(1).toNanos();
    assertThat(turns.stillOrAgain(message, before)).succeedsWithin(Duration.ofSeconds(10));
  }

  private static Pacer pacer() {
    return new Pacer(
        new NumberPace(
            JdbcClient.create(EmbeddedPostgresExtension.dataSource()), SETTINGS.horizon()),
        SETTINGS.horizon());
  }
}
