package dev.whatsway.store.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class NumberPaceTest {

  private static final Instant NOW = Scenario.NOW;
  private static final Duration HORIZON = Duration.ofMillis(250);

  /** 80 a second, less the headroom of 2 %. */
  private static final Duration SPACING = Duration.ofNanos(12_756_000);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final NumberPace pace = new NumberPace(jdbc, HORIZON);
  private UUID channel;

  @BeforeEach
  void channel() {
    channel = new Scenario(jdbc).channel().channel;
  }

  @Test
  void booksEvenlySpacedSlotsWhoeverBooks() throws Exception {
    // The clock stands still, so that the calendar alone decides: threads book over each other.
    Callable<List<Duration>> booker =
        () -> {
          List<Duration> mine = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            Slots slots = pace.book(channel, 1 + i % 5, Traffic.TRANSACTIONAL, NOW);
            for (int slot = 0; slot < slots.count(); slot++) {
              mine.add(slots.firstIn().plus(slots.spacing().multipliedBy(slot)));
            }
          }
          return mine;
        };
    ExecutorService pool = Executors.newFixedThreadPool(6);
    List<Duration> all = new ArrayList<>();
    try {
      for (Future<List<Duration>> mine : pool.invokeAll(Collections.nCopies(6, booker))) {
        all.addAll(mine.get());
      }
    } finally {
      pool.shutdownNow();
    }
    Collections.sort(all);
    assertThat(all).hasSize(6 * 60);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).isEqualTo(SPACING.multipliedBy(i));
    }
  }

  @Test
  void keepsTheRateOverEveryTenSecondsOfSteadyDemand() {
    int booked = 0;
    for (Instant at = NOW; at.isBefore(NOW.plusSeconds(10)); at = at.plusMillis(20)) {
      booked += pace.book(channel, 100, Traffic.MARKETING, at).count();
    }
    // The horizon's worth beyond the ten seconds is booked too.
    assertThat(booked).isBetween(784, 784 + 20).isLessThanOrEqualTo(804);
  }

  @Test
  void letsCampaignsBookNoFurtherThanTheHorizon() {
    Slots first = book(100, Traffic.MARKETING, NOW);
    assertThat(first.count()).isEqualTo(19);
    assertThat(first.firstIn()).isZero();
    Slots full = book(100, Traffic.MARKETING, NOW);
    assertThat(full.count()).isZero();
    assertThat(full.firstIn()).isEqualTo(SPACING.multipliedBy(19).minus(HORIZON.dividedBy(2)));
    Slots again = book(100, Traffic.MARKETING, NOW.plus(full.firstIn()));
    assertThat(again.count()).as("half of the horizon at once").isEqualTo(9);
    assertThat(again.firstIn()).isEqualTo(HORIZON.dividedBy(2));
  }

  @Test
  void neverDelaysTransactionalMessagesByMoreThanTheHorizon() {
    book(100, Traffic.MARKETING, NOW);
    Slots urgent = book(3, Traffic.TRANSACTIONAL, NOW);
    assertThat(urgent.count()).isEqualTo(3);
    assertThat(urgent.firstIn()).isLessThanOrEqualTo(HORIZON);
    Slots more = book(100, Traffic.TRANSACTIONAL, NOW);
    assertThat(more.count()).as("at most the horizon's worth at once").isEqualTo(19);
    assertThat(book(1, Traffic.MARKETING, NOW).count()).isZero();
  }

  @Test
  void startsAfreshAfterARest() {
    book(19, Traffic.MARKETING, NOW);
    Slots later = book(1, Traffic.MARKETING, NOW.plusSeconds(9));
    assertThat(later.firstIn()).as("no slot of the past").isZero();
  }

  @Test
  void startsAfreshWhenTheClockOfTheDatabaseWasSetBack() {
    book(19, Traffic.MARKETING, NOW.plus(Duration.ofHours(1)));
    assertThat(book(1, Traffic.MARKETING, NOW).firstIn()).isZero();
  }

  @Test
  void givesASlowNumberOneSlotAtLeast() {
    throughput(1);
    assertThat(book(5, Traffic.MARKETING, NOW).count()).isEqualTo(1);
    assertThat(book(5, Traffic.MARKETING, NOW).count()).isZero();
    assertThat(book(5, Traffic.TRANSACTIONAL, NOW).firstIn()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void followsTheThroughputOfTheChannel() {
    throughput(1000);
    assertThat(book(1000, Traffic.MARKETING, NOW).spacing()).isEqualTo(Duration.ofNanos(1_021_000));
  }

  @Test
  void leavesCampaignsAQuarterWhileTheNumberIsSlowedDownForItsQuality() {
    jdbc.sql("UPDATE channels SET slowed_at = now()").update();
    Duration spacing = book(1, Traffic.MARKETING, NOW).spacing();
    assertThat(spacing)
        .isBetween(SPACING.multipliedBy(4).minusNanos(4_000), SPACING.multipliedBy(4));
    assertThat(book(1, Traffic.TRANSACTIONAL, NOW.plusSeconds(1)).spacing()).isEqualTo(SPACING);
  }

  @Test
  void halvesItsRateWhenMetaSaysSoAndGrowsBackWithinAMinute() {
    pace.slowDown(channel, NOW);
    Slots quiet = book(1, Traffic.TRANSACTIONAL, NOW);
    assertThat(quiet.count()).isZero();
    assertThat(quiet.firstIn()).isEqualTo(Duration.ofSeconds(1));
    assertThat(share(NOW.plusSeconds(6))).isEqualTo(0.55);
    assertThat(share(NOW.plusSeconds(30))).isEqualTo(0.75);
    assertThat(share(NOW.plusSeconds(60))).isEqualTo(1);
    assertThat(share(NOW.plusSeconds(600))).isEqualTo(1);
  }

  @Test
  void countsWhatManyCallsMeetAtOnceAsOneIncident() {
    for (int i = 0; i < 40; i++) {
      pace.slowDown(channel, NOW.plusMillis(20 * i));
    }
    assertThat(share(NOW.plusSeconds(6))).isEqualTo(0.55);
    pace.slowDown(channel, NOW.plusSeconds(6));
    assertThat(share(NOW.plusSeconds(7))).isBetween(0.28, 0.29);
  }

  @Test
  void neverFallsBelowAnEighth() {
    for (int i = 0; i < 10; i++) {
      pace.slowDown(channel, NOW.plusSeconds(i));
    }
    assertThat(share(NOW.plusSeconds(10))).isBetween(0.125, 0.15);
  }

  @Test
  void bookNothingWhileTheNumberRests() {
    pace.quiet(channel, Duration.ofSeconds(30), NOW);
    pace.quiet(channel, Duration.ofSeconds(10), NOW);
    assertThat(book(1, Traffic.MARKETING, NOW.plusSeconds(29)).count()).isZero();
    assertThat(book(1, Traffic.TRANSACTIONAL, NOW.plusSeconds(29)).firstIn())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(book(1, Traffic.MARKETING, NOW.plusSeconds(30)).count()).isEqualTo(1);
  }

  @Test
  void knowsNoChannelThatIsNotThere() {
    assertThatThrownBy(() -> pace.book(UUID.randomUUID(), 1, Traffic.MARKETING))
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void readsTheClockOfTheDatabase() {
    assertThat(pace.book(channel, 1, Traffic.MARKETING).firstIn()).isZero();
    pace.slowDown(channel);
    pace.quiet(channel, Duration.ofHours(1));
    assertThat(pace.book(channel, 1, Traffic.MARKETING).firstIn())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  private Slots book(int wanted, Traffic traffic, Instant at) {
    return pace.book(channel, wanted, traffic, at);
  }

  private double share(Instant at) {
    double spacing = book(1, Traffic.TRANSACTIONAL, at).spacing().toNanos();
    return Math.round(1e9 / (80 * NumberPace.HEADROOM) / spacing * 1_000) / 1_000.0;
  }

  private void throughput(int perSecond) {
    jdbc.sql("UPDATE channels SET throughput = :n").param("n", perSecond).update();
  }
}
