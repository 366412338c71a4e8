package dev.whatsway.store.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.Replies;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class ServiceWindowsTest {

  private static final Duration DAY = Duration.ofHours(24);

  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SendLedger claims =
      new SendLedger(
          jdbc,
          transactions,
          SuppressionList.of(jdbc, transactions, clock),
          new JsonMapper(),
          clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final ServiceWindows windows = new ServiceWindows(jdbc);
  private final Replies replies = new Replies(jdbc);
  private Scenario scenario;
  private UUID contact;

  @BeforeEach
  void aPerson() {
    scenario = new Scenario(jdbc).channel();
    contact = scenario.contact();
  }

  @Test
  void isOpenFor24HoursFromTheLatestMessageWhateverOrderTheyComeIn() {
    wrote(Scenario.NOW, false);
    wrote(Scenario.NOW.minus(Duration.ofHours(3)), false);

    assertThat(open(Scenario.NOW.plus(DAY).minusSeconds(1))).isTrue();
    assertThat(open(Scenario.NOW.plus(DAY))).isFalse();
    wrote(Scenario.NOW.plus(Duration.ofHours(10)), false);
    assertThat(open(Scenario.NOW.plus(Duration.ofHours(33)))).isTrue();
    assertThat(windows.isOpen(scenario.anotherChannel("waba"), contact, Scenario.NOW)).isFalse();
  }

  @Test
  void sendsASessionMessageOnlyInside() {
    UUID outside = session();
    assertThat(((Claim.Answered) claims.claim(outside, 1, Route.CLOUD)).result())
        .isEqualTo(new SendResult.NotSent(MessageStatus.SKIPPED, "window-closed"));

    wrote(Scenario.NOW.minus(Duration.ofHours(23)), false);
    assertThat(claims.claim(session(), 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);

    wrote(Scenario.NOW.minus(DAY), false);
    clock.pass(Duration.ofHours(1));
    assertThat(claims.claim(session(), 1, Route.CLOUD)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void countsNobodyInsideIntoThePortfoliosLimit() {
    jdbc.sql("UPDATE channels SET messaging_limit = 'TIER_250'").update();
    wrote(Scenario.NOW.minus(Duration.ofHours(1)), false);
    UUID inside = scenario.message(scenario.campaign("running"), contact);
    assertThat(claims.claim(inside, 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);
    assertThat(counted()).isZero();

    UUID outside = scenario.message(scenario.campaign("running"), scenario.contact());
    assertThat(claims.claim(outside, 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void opensAFreeEntryPointWithOurAnswerToSomebodyFromAnAd() {
    wrote(Scenario.NOW, true);
    assertThat(window().freeEntryUntil()).isNull();
    assertThat(window().referredAt()).isEqualTo(Scenario.NOW);

    clock.pass(Duration.ofHours(5));
    sent("wamid.1");
    clock.pass(Duration.ofHours(5));
    wrote(clock.instant(), false);

    assertThat(window().freeEntryUntil()).isEqualTo(Scenario.NOW.plus(Duration.ofHours(77)));
  }

  @Test
  void opensNoneWithAnAnswerThatComesTooLate() {
    wrote(Scenario.NOW, true);
    clock.pass(DAY);
    sent("wamid.1");
    assertThat(window().freeEntryUntil()).isNull();
  }

  @Test
  void takesTheLatestMessageOfTheNumberWithinADayForWhatIsAnswered() {
    sent("wamid.1");
    clock.pass(Duration.ofHours(1));
    sent("wamid.2");
    Instant last = clock.instant();

    assertThat(latest(last.plusSeconds(60))).containsExactly("wamid.2");
    assertThat(latest(last.minusSeconds(60))).containsExactly("wamid.1");
    assertThat(latest(last.plus(DAY))).isEmpty();
    assertThat(latest(last.minus(Duration.ofHours(2)))).isEmpty();
    assertThat(replies.latest(scenario.anotherChannel("waba"), List.of(contact), last)).isEmpty();
    assertThat(replies.latest(scenario.channel, List.of(), last)).isEmpty();
  }

  private List<String> latest(Instant at) {
    return replies.latest(scenario.channel, List.of(contact), at).stream().toList();
  }

  private void sent(String wamid) {
    UUID message = scenario.message(scenario.campaign("running"), contact);
    Claim.Granted claim = (Claim.Granted) claims.claim(message, 1, Route.CLOUD);
    outcomes.record(new AttemptOutcome.Accepted(claim.attemptId(), 200, wamid));
  }

  private void wrote(Instant at, boolean referred) {
    windows.opened(scenario.channel, List.of(contact), at, referred);
  }

  private boolean open(Instant at) {
    return windows.isOpen(scenario.channel, contact, at);
  }

  private ServiceWindows.Window window() {
    return windows.of(contact).get(0);
  }

  /** What the gateway will send: no template. */
  private UUID session() {
    UUID message = scenario.message(scenario.campaign("running"), contact);
    jdbc.sql("UPDATE messages SET message_type = 'text' WHERE id = ?").param(message).update();
    return message;
  }

  private int counted() {
    return jdbc.sql("SELECT count(*) FROM portfolio_people").query(Integer.class).single();
  }
}
