package dev.whatsway.store.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

/** Its threads; what it decides is {@link PacedNumberTest}'s. */
@Timeout(20)
class PacerTest {

  private static final Ask ASK = new Ask(UUID.randomUUID(), UUID.randomUUID(), Traffic.MARKETING);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FakeCalendar calendar = new FakeCalendar();
  private final Pacer pacer = new Pacer(calendar, Duration.ofMillis(250), System::nanoTime);

  @AfterEach
  void close() {
    pacer.close();
  }

  @Test
  void booksForManyAtOnce() {
    calendar.open = new CountDownLatch(1);
    List<CompletableFuture<Void>> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(pacer.acquire(ASK));
    }
    calendar.open.countDown();
    CompletableFuture.allOf(turns.toArray(CompletableFuture[]::new)).join();
    assertThat(calendar.bookings).hasValueLessThanOrEqualTo(20);
    assertThat(calendar.booked).hasValueGreaterThanOrEqualTo(40);
  }

  @Test
  void failsOnlyThoseWhoWaitWhileTheDatabaseIsAway() throws Exception {
    calendar.away = true;
    assertThatThrownBy(() -> pacer.acquireWithin(ASK, PATIENCE))
        .isInstanceOf(DataAccessResourceFailureException.class);
    calendar.away = false;
    assertThat(pacer.acquireWithin(ASK, PATIENCE)).isEmpty();
  }

  @Test
  void turnsAwayAtOnceFromANumberThatRests() throws Exception {
    calendar.restsFor = Duration.ofSeconds(30);
    assertThat(pacer.acquireWithin(ASK, PATIENCE))
        .hasValueSatisfying(
            delay -> assertThat(delay).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
  }

  @Test
  void doesNotWaitLongerThanItsPatienceForASlowDatabase() throws Exception {
    calendar.open = new CountDownLatch(1);
    assertThat(pacer.acquireWithin(ASK, Duration.ofMillis(100))).isPresent();
    calendar.open.countDown();
  }

  @Test
  void givesThePlaceOfAnInterruptedThreadAway() {
    calendar.restsFor = Duration.ofMillis(300);
    AtomicReference<Exception> ended = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                pacer.acquireWithin(ASK, PATIENCE);
              } catch (InterruptedException | RuntimeException e) {
                ended.set(e);
              }
            });
    thread.start();
    await().until(() -> calendar.bookings.get() > 0);
    thread.interrupt();
    await().untilAsserted(() -> assertThat(ended.get()).isInstanceOf(InterruptedException.class));
  }

  @Test
  void endsTheWaitsWhenItCloses() {
    calendar.restsFor = Duration.ofSeconds(30);
    CompletableFuture<Void> turn = pacer.acquire(ASK);
    pacer.close();
    assertThatThrownBy(turn::join).hasRootCauseMessage("The pacer is closed.");
  }

  @Test
  void tellsTheCalendarWhatMetaSays() {
    pacer.slowDown(ASK.channelId());
    pacer.quiet(ASK.channelId(), Duration.ofSeconds(30));
    assertThat(calendar.said).containsExactly("slow down", "quiet PT30S");
  }

  private static final class FakeCalendar implements SlotCalendar {

    private final AtomicInteger bookings = new AtomicInteger();
    private final AtomicInteger booked = new AtomicInteger();
    private final List<String> said = new ArrayList<>();
    private volatile boolean away;
    private volatile Duration restsFor = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    public Slots book(UUID channelId, int wanted, Traffic traffic) {
      bookings.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (away) {
        throw new DataAccessResourceFailureException("away");
      }
      if (!restsFor.isZero()) {
        return new Slots(0, restsFor, Duration.ofMillis(1));
      }
      booked.addAndGet(wanted);
      return new Slots(wanted, Duration.ZERO, Duration.ofMillis(1));
    }

    @Override
    public void slowDown(UUID channelId) {
      said.add("slow down");
    }

    @Override
    public void quiet(UUID channelId, Duration duration) {
      said.add("quiet " + duration);
    }
  }
}
