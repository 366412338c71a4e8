package dev.whatsway.store.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Opt-out not honoured everywhere: what is stored before a claim commits must forbid it. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(120)
class OptOutRaceTest {

  private static final Clock CLOCK = Clock.fixed(Scenario.NOW, ZoneOffset.UTC);
  private static final int PEOPLE = 240;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, CLOCK);
  private final SendLedger claims =
      new SendLedger(jdbc, transactions, suppressions, new JsonMapper(), CLOCK);
  private final MarketingPreferences preferences =
      new MarketingPreferences(jdbc, transactions, CLOCK);
  private final Erasure erasure = new Erasure(jdbc, transactions, suppressions, CLOCK);
  private final ExecutorService pool = Executors.newFixedThreadPool(10);
  private Scenario scenario;
  private UUID campaign;

  @BeforeEach
  void aCampaign() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
  }

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  private record Person(String phone, UUID message) {}

  /**
   * Claims run through everybody, one by one as a message's workflow does and by groups as a lane
   * of the ledger does, while people stop. Whoever had no attempt when their stop was answered must
   * never get one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"opt-out", "suppression", "erasure"})
  void grantsNoClaimToAnybodyAfterTheirStopIsStored(String how) throws Exception {
    List<Person> people = people(PEOPLE);
    Map<UUID, Long> attemptsWhenStopped = new ConcurrentHashMap<>();
    AtomicInteger turn = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(20);
    List<Callable<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workers.add(() -> claimOneByOne(people, turn, started));
      workers.add(() -> claimByGroups(people, turn, started));
    }
    for (int i = 0; i < 4; i++) {
      int seed = i;
      workers.add(() -> stopAhead(how, people, turn, seed, attemptsWhenStopped, started));
    }
    for (Future<Void> worker : pool.invokeAll(workers)) {
      worker.get();
    }

    int spared = 0;
    for (Map.Entry<UUID, Long> stopped : attemptsWhenStopped.entrySet()) {
      assertThat(attempts(stopped.getKey())).isEqualTo(stopped.getValue());
      spared += stopped.getValue() == 0 ? 1 : 0;
    }
    assertThat(spared).as("people who stopped before their turn").isPositive();
    assertThat(attemptsWhenStopped.size()).isGreaterThanOrEqualTo(spared);
  }

  private Void claimOneByOne(List<Person> people, AtomicInteger turn, CountDownLatch started) {
    for (int i = turn.getAndIncrement(); i < PEOPLE; i = turn.getAndIncrement()) {
      claims.claim(people.get(i).message, 1, Route.CLOUD);
      started.countDown();
    }
    return null;
  }

  private Void claimByGroups(List<Person> people, AtomicInteger turn, CountDownLatch started) {
    for (int i = turn.getAndAdd(5); i < PEOPLE; i = turn.getAndAdd(5)) {
      claims.claim(
          people.subList(i, Math.min(i + 5, PEOPLE)).stream()
              .map(person -> new Request(person.message, Request.NEXT, Route.CLOUD))
              .toList());
      started.countDown();
    }
    return null;
  }

  private Void stopAhead(
      String how,
      List<Person> people,
      AtomicInteger turn,
      int seed,
      Map<UUID, Long> attemptsWhenStopped,
      CountDownLatch started)
      throws InterruptedException {
    Random random = new Random(seed);
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    while (turn.get() < PEOPLE) {
      // Around whose turn it is just now, a few before and a few behind.
      int at = Math.max(0, Math.min(PEOPLE - 1, turn.get() + random.nextInt(12) - 4));
      Person person = people.get(at);
      if (!attemptsWhenStopped.containsKey(person.message)) {
        stop(how, person);
        attemptsWhenStopped.putIfAbsent(person.message, attempts(person.message));
      }
    }
    return null;
  }

  private void stop(String how, Person person) {
    switch (how) {
      case "opt-out" -> preferences.optOut(scenario.account, person.phone, word());
      case "suppression" -> suppressions.put(scenario.account, person.phone, "asked to");
      default -> erasure.erase(scenario.account, person.phone);
    }
  }

  /**
   * The window that a look before a lock leaves open: a claim has begun, and waits for its message
   * while the person stops.
   */
  @Test
  void letsAnOptOutWaitForAClaimThatHasLookedAlready() throws Exception {
    Person person = people(1).get(0);
    CountDownLatch release = new CountDownLatch(1);
    Future<?> holder = pool.submit(() -> hold(person.message, release));
    await().until(() -> waiting("transactionid", "tuple") == 0 && holdsMessages());
    Future<Claim> claim = pool.submit(() -> claims.claim(person.message, 1, Route.CLOUD));
    await().atMost(Duration.ofSeconds(20)).until(() -> waiting("transactionid", "tuple") > 0);
    Future<Long> stop =
        pool.submit(
            () -> {
              preferences.optOut(scenario.account, person.phone, word());
              return attempts(person.message);
            });
    await().atMost(Duration.ofSeconds(20)).until(() -> waiting("advisory", "advisory") > 0);
    assertThat(stop.isDone()).isFalse();

    release.countDown();

    holder.get();
    assertThat(claim.get()).isInstanceOf(Claim.Granted.class);
    assertThat(stop.get()).as("attempts when the opt-out was answered").isEqualTo(1);
    assertThat(attempts(person.message)).isEqualTo(1);
  }

  private void hold(UUID message, CountDownLatch release) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              jdbc.sql("SELECT id FROM messages WHERE id = ? FOR UPDATE")
                  .param(message)
                  .query(UUID.class)
                  .single();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private boolean holdsMessages() {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM pg_locks
              WHERE relation = 'messages'::regclass AND mode = 'RowShareLock' AND granted)
            """)
        .query(Boolean.class)
        .single();
  }

  private int waiting(String type, String orType) {
    return jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN (?, ?)")
        .params(type, orType)
        .query(Integer.class)
        .single();
  }

  private List<Person> people(int count) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String phone = Scenario.phone();
      UUID contact = scenario.contact(phone, Scenario.NOW.minusSeconds(60), null);
      people.add(new Person(phone, scenario.message(campaign, contact)));
    }
    return people;
  }

  private long attempts(UUID message) {
    return jdbc.sql("SELECT count(*) FROM attempts WHERE message_id = ?")
        .param(message)
        .query(Long.class)
        .single();
  }

  private static Word word() {
    return new Word(By.API, "test", null, Scenario.NOW);
  }
}
