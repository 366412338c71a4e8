package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.SendLedger.Request;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** What is foretold of caps, beside what claims decide. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class FrequencyHistoryTest {

  private static final int PRIORITY = 50;
  private static final Failure NO = new Failure(131026, "Undeliverable", null);
  private static final List<Duration> LENGTHS =
      List.of(Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7));

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, clock);
  private final FrequencyHistory history = new FrequencyHistory(jdbc);
  private Scenario scenario = new Scenario(jdbc);
  private int capped;
  private int granted;

  @Test
  void foretellsWhatClaimsDecide() {
    for (int seed = 0; seed < 60; seed++) {
      scenario = new Scenario(jdbc).channel();
      decideAsForetold(seed, new Random(seed));
    }
    assertThat(capped).isGreaterThan(80);
    assertThat(granted).isGreaterThan(80);
  }

  private void decideAsForetold(int seed, Random random) {
    List<FrequencyCap> caps =
        IntStream.rangeClosed(0, random.nextInt(2))
            .mapToObj(
                i ->
                    new FrequencyCap(
                        1 + random.nextInt(3), LENGTHS.get(random.nextInt(LENGTHS.size()))))
            .toList();
    cap(caps);
    UUID contact = scenario.contact();
    for (int past = random.nextInt(6); past > 0; past--) {
      tried(scenario.message(campaign(PRIORITY), contact), random);
      pass(random);
    }
    List<UUID> higher = new ArrayList<>();
    IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> PRIORITY + 1 + random.nextInt(50))
        .sorted(Comparator.reverseOrder())
        .forEach(priority -> higher.add(scenario.message(campaign(priority), contact)));
    scenario.message(campaign(PRIORITY - 1), contact);
    scenario.message(changed(campaign(PRIORITY + 1), "status = 'paused'"), contact);
    scenario.message(changed(campaign(PRIORITY + 1), "category = 'UTILITY'"), contact);

    List<Instant> claimed = new ArrayList<>(of(caps, contact));
    decideAsForetold(seed, caps, claimed, contact);
    higher.forEach(this::accepted);
    for (int i = 0; i < 6; i++) {
      pass(random);
      decideAsForetold(seed, caps, claimed, contact);
    }
  }

  private void decideAsForetold(
      int seed, List<FrequencyCap> caps, List<Instant> claimed, UUID contact) {
    boolean room = FrequencyCap.haveRoom(caps, claimed, 0, clock.instant());
    boolean sent = accepted(scenario.message(campaign(PRIORITY), contact));
    assertThat(sent)
        .as("seed %d, %s, %s at %s", seed, caps, claimed, clock.instant())
        .isEqualTo(room);
    if (sent) {
      granted++;
      claimed.add(clock.instant());
    } else {
      capped++;
    }
  }

  @Test
  void keepsRoomUntilWhatIsPutOffGoesOutAndCountsItFromThen() {
    scenario = new Scenario(jdbc).channel();
    List<FrequencyCap> caps = List.of(new FrequencyCap(1, Duration.ofDays(1)));
    cap(caps);
    UUID contact = scenario.contact();
    UUID higher = scenario.message(campaign(PRIORITY + 1), contact);
    Instant due = clock.instant().plus(Duration.ofHours(3));
    jdbc.sql("UPDATE messages SET put_off_until = ?, hold_reason = 'quiet-hours' WHERE id = ?")
        .params(due.atOffset(ZoneOffset.UTC), higher)
        .update();

    List<Instant> claimed = of(caps, contact);

    assertThat(claimed).containsExactly(due);
    decideAsForetold(0, caps, claimed, contact);
    clock.pass(Duration.ofHours(3));
    assertThat(accepted(higher)).isTrue();
    clock.pass(Duration.ofHours(23));
    decideAsForetold(0, caps, claimed, contact);
    assertThat(granted).isZero();
    clock.pass(Duration.ofHours(1));
    decideAsForetold(0, caps, new ArrayList<>(claimed), contact);
    assertThat(granted).isEqualTo(1);
  }

  @Test
  void readsAsManyPeopleAsThereAreAndNobodyElse() {
    scenario = new Scenario(jdbc).channel();
    List<FrequencyCap> caps = List.of(new FrequencyCap(1, Duration.ofDays(1)));
    cap(caps);
    List<UUID> people = IntStream.range(0, 1_001).mapToObj(i -> UUID.randomUUID()).toList();
    List<UUID> asked = new ArrayList<>(people);
    UUID known = scenario.contact();
    asked.add(known);
    accepted(scenario.message(campaign(PRIORITY), known));
    accepted(scenario.message(campaign(PRIORITY), scenario.contact()));

    assertThat(history.of(scenario.account, PRIORITY, caps, asked, clock.instant()))
        .isEqualTo(Map.of(known, List.of(clock.instant())));
    assertThat(jdbc.sql("SELECT count(*) FROM contact_frequency").query(Integer.class).single())
        .as("nobody gets a row by being looked at")
        .isEqualTo(2);
  }

  private List<Instant> of(List<FrequencyCap> caps, UUID contact) {
    return history
        .of(scenario.account, PRIORITY, caps, List.of(contact), clock.instant())
        .getOrDefault(contact, List.of());
  }

  private void cap(List<FrequencyCap> caps) {
    new AccountRules(jdbc, json, clock).put(scenario.account, caps);
  }

  private UUID campaign(int priority) {
    return changed(scenario.campaign("running"), "priority = " + priority);
  }

  private UUID changed(UUID campaign, String set) {
    jdbc.sql("UPDATE campaigns SET " + set + " WHERE id = ?").param(campaign).update();
    return campaign;
  }

  private void pass(Random random) {
    clock.pass(Duration.ofMinutes(1 + random.nextInt(3 * 24 * 60)));
  }

  /** Lets a message be claimed and end in some way, where the caps have room for it. */
  private void tried(UUID message, Random random) {
    if (!(claims.claim(message, Request.NEXT, Route.CLOUD) instanceof Claim.Granted claim)) {
      return;
    }
    UUID attempt = claim.attemptId();
    String wamid = "wamid." + message;
    switch (random.nextInt(6)) {
      case 0 -> outcomes.record(new AttemptOutcome.Rejected(attempt, 400, NO));
      case 1 -> outcomes.record(new AttemptOutcome.Retryable(attempt, 500, NO));
      case 2 -> outcomes.record(new AttemptOutcome.Lost(attempt, null));
      case 3 -> {
        // The call is open.
      }
      case 4 -> {
        outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
        statuses.apply(
            new StatusUpdate(
                attempt, wamid, new MessageEvent(Kind.FAILED, clock.instant(), NO), null, null));
      }
      default -> outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
    }
  }

  /** Returns whether a cap let the message through, which Meta then took. */
  private boolean accepted(UUID message) {
    Claim claim = claims.claim(message, Request.NEXT, Route.CLOUD);
    if (claim instanceof Claim.Granted taken) {
      outcomes.record(new AttemptOutcome.Accepted(taken.attemptId(), 200, "wamid." + message));
      return true;
    }
    assertThat(((Claim.Answered) claim).result())
        .isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, FrequencyHistory.CAPPED));
    return false;
  }
}
