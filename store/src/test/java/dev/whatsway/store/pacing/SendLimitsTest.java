package dev.whatsway.store.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.SendResult.RateLimited;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.pacing.SendLimits.Candidate;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class SendLimitsTest {

  private static final Instant NOW = Scenario.NOW;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource()));
  private final SendLimits limits = new SendLimits(jdbc);
  private final UUID account = UUID.randomUUID();
  private final UUID channel = UUID.randomUUID();

  @Test
  void letsAPersonHaveABurstOf45AndThenOneEachSixSeconds() {
    String person = Scenario.phone();
    for (int i = 0; i < 45; i++) {
      assertThat(take(person, null, NOW)).as("message %s", i + 1).isNull();
    }
    RateLimited limit = Objects.requireNonNull(take(person, null, NOW));
    assertThat(limit.attemptId()).isNull();
    assertThat(limit.scope()).isEqualTo(Scope.PAIR);
    assertThat(limit.delay()).isEqualTo(PairRate.INTERVAL).isGreaterThan(Duration.ofSeconds(6));
    Instant later = NOW.plus(limit.delay());
    assertThat(take(person, null, later.minusMillis(1))).isNotNull();
    assertThat(take(person, null, later)).isNull();
    assertThat(take(person, null, later)).isNotNull();
    assertThat(take(Scenario.phone(), null, NOW)).as("another person").isNull();
  }

  @Test
  void forgivesADebtByTheTimeItIsPaid() {
    String person = Scenario.phone();
    for (int i = 0; i < 45; i++) {
      take(person, null, NOW);
    }
    Instant paid = NOW.plus(PairRate.INTERVAL.multipliedBy(45));
    assertThat(limits.forget(paid, 100)).as("not quite").isZero();
    assertThat(limits.forget(paid.plusMillis(1), 100)).isEqualTo(1);
    for (int i = 0; i < 45; i++) {
      assertThat(take(person, null, paid.plusMillis(1))).isNull();
    }
  }

  @Test
  void takesOneMessageAPairOfABatch() {
    Candidate first = candidate(Scenario.phone(), null);
    Candidate again =
        new Candidate(UUID.randomUUID(), channel, first.recipient(), account, "p", null);
    assertThat(take(List.of(first, again), NOW)).containsOnlyKeys(again.id());
  }

  @Test
  void batchesOfTheSamePeopleInAnyOrderDoNotBlockEachOther() throws Exception {
    List<String> people = IntStream.range(0, 50).mapToObj(i -> Scenario.phone()).toList();
    Callable<Integer> batches =
        () -> {
          int limited = 0;
          for (int i = 0; i < 10; i++) {
            List<String> shuffled = new ArrayList<>(people);
            Collections.shuffle(shuffled);
            limited +=
                take(shuffled.stream().map(p -> candidate(p, "TIER_100K")).toList(), NOW).size();
          }
          return limited;
        };
    int limited = 0;
    for (Future<Integer> each : together(6, batches)) {
      limited += each.get();
    }
    assertThat(limited).as("60 to each of 50 people, 45 allowed").isEqualTo(50 * 15);
    assertThat(used(NOW)).isEqualTo(50);
  }

  @Test
  void neverWritesToMorePeopleThanThePortfolioMay() throws Exception {
    AtomicInteger granted = new AtomicInteger();
    Callable<Integer> crowd =
        () -> {
          for (int i = 0; i < 20; i++) {
            List<Candidate> page =
                IntStream.range(0, 1 + i % 4)
                    .mapToObj(n -> candidate(Scenario.phone(), "TIER_250"))
                    .toList();
            granted.addAndGet(page.size() - take(page, NOW).size());
          }
          return 0;
        };
    for (Future<Integer> each : together(8, crowd)) {
      each.get();
    }
    assertThat(granted).hasValue(250);
    assertThat(used(NOW)).isEqualTo(250);
  }

  @Test
  void countsSideBySideWhileThereIsRoomAndExactlyNearTheLimit() throws Exception {
    // Far from it for a limit of millions: transactions of the first kind, whose sum is still
    // exact.
    Callable<Integer> crowd =
        () -> {
          for (int i = 0; i < 20; i++) {
            take(
                IntStream.range(0, 10)
                    .mapToObj(n -> candidate(Scenario.phone(), "TIER_9000K"))
                    .toList(),
                NOW);
          }
          return 0;
        };
    for (Future<Integer> each : together(6, crowd)) {
      each.get();
    }
    assertThat(used(NOW)).isEqualTo(6 * 20 * 10);
    RateLimited limit = Objects.requireNonNull(take(Scenario.phone(), "TIER_1200", NOW));
    assertThat(limit.scope()).isEqualTo(Scope.PORTFOLIO);
  }

  @Test
  void costsNothingToWriteAgainToSomeoneWhoCounts() {
    String person = Scenario.phone();
    assertThat(take(person, "TIER_1", NOW)).isNull();
    assertThat(take(Scenario.phone(), "TIER_1", NOW)).isNotNull();
    assertThat(take(person, "TIER_1", NOW.plus(Duration.ofHours(20)))).isNull();
    assertThat(used(NOW.plus(Duration.ofHours(20)))).isEqualTo(1);
  }

  @Test
  void startsAPersonsDayAnewWithEachMessage() {
    String person = Scenario.phone();
    take(person, "TIER_1", NOW);
    take(person, "TIER_1", NOW.plus(Duration.ofHours(20)));
    assertThat(take(Scenario.phone(), "TIER_1", NOW.plus(Duration.ofHours(30))))
        .as("Meta still counts the message of 10 hours ago")
        .isNotNull();
  }

  @Test
  void hasRoomAgainWhenADayIsOver() {
    take(Scenario.phone(), "TIER_1", NOW.plusSeconds(60));
    RateLimited limit =
        Objects.requireNonNull(take(Scenario.phone(), "TIER_1", NOW.plus(Duration.ofHours(3))));
    assertThat(limit.failure().title()).isEqualTo("Messaging limit of the portfolio reached");
    assertThat(limit.delay()).isBetween(Duration.ofHours(21), Duration.ofHours(21).plusMinutes(15));
    Instant free = NOW.plus(Duration.ofHours(3)).plus(limit.delay());
    assertThat(take(Scenario.phone(), "TIER_1", free.minusSeconds(1))).isNotNull();
    assertThat(take(Scenario.phone(), "TIER_1", free)).isNull();
  }

  @Test
  void keepsPortfoliosApart() {
    take(Scenario.phone(), "TIER_1", NOW);
    Candidate other =
        new Candidate(
            UUID.randomUUID(), channel, Scenario.phone(), UUID.randomUUID(), "p", "TIER_1");
    assertThat(take(List.of(other), NOW)).isEmpty();
  }

  @Test
  void clearsAwayWhoseTimeIsOver() {
    String person = Scenario.phone();
    take(person, "TIER_1", NOW);
    limits.forget(NOW.plus(Duration.ofHours(24)), 100);
    assertThat(used(NOW)).isEqualTo(1);
    limits.forget(NOW.plus(Duration.ofHours(25)), 100);
    assertThat(used(NOW)).isZero();
    assertThat(
            jdbc.sql("SELECT count(*) FROM portfolio_people WHERE account_id = :a")
                .param("a", account)
                .query(Long.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "TIER_50, 50",
    "TIER_250, 250",
    "TIER_1K, 1000",
    "TIER_2K, 2000",
    "tier_10k, 10000",
    "TIER_100K, 100000",
    "2000, 2000",
    "TIER_UNLIMITED, -1",
    "UNLIMITED, -1",
    "TIER_NOT_SET, -1",
    "'', -1",
    ", -1"
  })
  void readsMetasWords(@Nullable String word, long people) {
    assertThat(MessagingLimit.people(word).orElse(-1)).isEqualTo(people);
  }

  private @Nullable RateLimited take(String person, @Nullable String limit, Instant now) {
    Candidate candidate = candidate(person, limit);
    return take(List.of(candidate), now).get(candidate.id());
  }

  private Map<UUID, RateLimited> take(Collection<Candidate> candidates, Instant now) {
    return Objects.requireNonNull(transaction.execute(status -> limits.take(candidates, now)));
  }

  private Candidate candidate(String person, @Nullable String limit) {
    return new Candidate(UUID.randomUUID(), channel, person, account, "p", limit);
  }

  private long used(Instant now) {
    return jdbc.sql("SELECT portfolio_used(:account, 'p', :oldest)")
        .param("account", account)
        .param("oldest", (int) (now.getEpochSecond() / 900) - 96)
        .query(Long.class)
        .single();
  }

  private static List<Future<Integer>> together(int threads, Callable<Integer> task)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return pool.invokeAll(Collections.nCopies(threads, task));
    } finally {
      pool.shutdown();
    }
  }
}
