package dev.whatsway.store.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PacedNumberTest {

  private static final UUID CHANNEL = UUID.randomUUID();
  private static final UUID BIG = UUID.randomUUID();
  private static final UUID SMALL = UUID.randomUUID();
  private static final long MS = 1_000_000;

  private final PacedNumber number = new PacedNumber(Duration.ofMillis(250));
  private final List<UUID> served = new ArrayList<>();

  @Test
  void servesTwoCampaignsInTurns() {
    for (int i = 0; i < 20; i++) {
      ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    }
    for (int i = 0; i < 5; i++) {
      ask(SMALL, Traffic.MARKETING, Waiter.FOREVER, 0);
    }
    bookAndServe(10);
    assertThat(served).hasSize(10);
    assertThat(served).filteredOn(SMALL::equals).hasSize(5);
  }

  @Test
  void servesTransactionalMessagesFirstWithTheSlotsInHand() {
    ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    PacedNumber.Request request = Objects.requireNonNull(number.request(0));
    number.booked(request, slots(2, 0), 0);
    ask(SMALL, Traffic.TRANSACTIONAL, Waiter.FOREVER, 0);
    number.step(0);
    assertThat(served).containsExactly(SMALL);
    assertThat(number.request(10 * MS)).isEqualTo(new PacedNumber.Request(1, Traffic.MARKETING));
  }

  @Test
  void booksForTransactionalMessagesAlsoWhileCampaignsMayNot() {
    ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    number.booked(Objects.requireNonNull(number.request(0)), slots(0, 100), 0);
    assertThat(number.request(50 * MS)).as("the calendar is full").isNull();
    ask(SMALL, Traffic.TRANSACTIONAL, Waiter.FOREVER, 50 * MS);
    assertThat(number.request(50 * MS))
        .isEqualTo(new PacedNumber.Request(1, Traffic.TRANSACTIONAL));
  }

  @Test
  void givesThePlaceOfOneWhoHasGoneToTheNext() {
    Waiter gone = ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    ask(SMALL, Traffic.MARKETING, Waiter.FOREVER, 0);
    gone.turn().cancel(false);
    bookAndServe(1);
    assertThat(served).containsExactly(SMALL);
  }

  @Test
  void booksNothingForOneWhoHasGone() {
    Waiter gone = ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    number.remove(gone);
    assertThat(number.request(0)).isNull();
    assertThat(number.lookAt(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void letsLateSlotsLapseInsteadOfSendingABurst() {
    for (int i = 0; i < 20; i++) {
      ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    }
    number.booked(Objects.requireNonNull(number.request(0)), slots(20, 0), 0);
    // The process stood still.
    number.step(190 * MS);
    assertThat(served).as("slots of the last 50 ms").hasSize(6);
  }

  @Test
  void turnsAwayAtOnceWhomItWouldKeepTooLong() {
    ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    number.booked(Objects.requireNonNull(number.request(0)), slots(0, 30_000), 0);
    assertComesBack(ask(BIG, Traffic.MARKETING, 2_000 * MS, 0), 30_010, 30_100);
    assertComesBack(ask(BIG, Traffic.MARKETING, 2_000 * MS, 0), 30_020, 30_200);
  }

  @Test
  void turnsAwayThoseWhoWaitWhenItLearnsThatTheNumberRests() {
    Waiter waiting = ask(BIG, Traffic.MARKETING, 2_000 * MS, 0);
    number.booked(Objects.requireNonNull(number.request(0)), slots(0, 30_000), 0);
    number.step(0);
    assertComesBack(waiting, 30_000, 30_100);
  }

  @Test
  void turnsAwayWhoHasWaitedLongEnough() {
    Waiter waiting = ask(BIG, Traffic.MARKETING, 2_000 * MS, 0);
    number.step(1_999 * MS);
    assertThat(waiting.turn()).isNotDone();
    number.step(2_000 * MS);
    assertThat(waiting.turn()).isCompletedExceptionally();
  }

  @Test
  void keepsASmallCampaignThoughALargeOneHasAFullLine() {
    ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    number.booked(Objects.requireNonNull(number.request(0)), slots(1, 0), 0);
    for (int i = 0; i < 400; i++) {
      ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    }
    assertThat(ask(BIG, Traffic.MARKETING, 2_000 * MS, 0).turn()).isCompletedExceptionally();
    assertThat(ask(SMALL, Traffic.MARKETING, 2_000 * MS, 0).turn()).isNotDone();
  }

  @Test
  void leavesTheOtherProcessesATurn() {
    for (int i = 0; i < 40; i++) {
      ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    }
    number.booked(Objects.requireNonNull(number.request(0)), slots(20, 0), 0);
    assertThat(number.request(100 * MS)).as("slots for 150 ms in hand").isNull();
    assertThat(number.request(180 * MS)).isNotNull();
  }

  @Test
  void failsThoseWhoWaitWhenTheDatabaseIsAway() {
    Waiter waiting = ask(BIG, Traffic.MARKETING, Waiter.FOREVER, 0);
    number.request(0);
    number.failed(new IllegalStateException("away"));
    assertThatThrownBy(waiting.turn()::join).hasRootCauseMessage("away");
    ask(SMALL, Traffic.MARKETING, Waiter.FOREVER, 20 * MS);
    assertThat(number.request(20 * MS)).as("the next one tries again").isNotNull();
  }

  private Waiter ask(UUID campaign, Traffic traffic, long deadline, long now) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    turn.thenRun(() -> served.add(campaign));
    Waiter waiter = new Waiter(new Ask(CHANNEL, campaign, traffic), deadline, turn);
    number.add(waiter, now);
    return waiter;
  }

  private void bookAndServe(int count) {
    number.booked(Objects.requireNonNull(number.request(0)), slots(count, 0), 0);
    for (long now = 0; now < 1_000; now += 10) {
      number.step(now * MS);
    }
  }

  private static Slots slots(int count, long firstInMillis) {
    return new Slots(count, Duration.ofMillis(firstInMillis), Duration.ofMillis(10));
  }

  private static void assertComesBack(Waiter waiter, long fromMillis, long toMillis) {
    assertThatThrownBy(waiter.turn()::join)
        .hasCauseInstanceOf(ComeBackLater.class)
        .cause()
        .isInstanceOfSatisfying(
            ComeBackLater.class,
            later -> assertThat(later.delay().toMillis()).isBetween(fromMillis, toMillis));
  }
}
