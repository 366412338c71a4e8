package dev.whatsway.store.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.message.StatusUpdate.Pricing;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.StatusStory;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class StatusPageTest {

  private static final Clock CLOCK = Clock.fixed(Scenario.NOW, ZoneOffset.UTC);
  private static final int MESSAGES = 25;
  private static final int UNHEARD_OF = 0;
  private static final int LOST = 1;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SendLedger claims =
      new SendLedger(
          jdbc,
          transactions,
          SuppressionList.of(jdbc, transactions, CLOCK),
          new JsonMapper(),
          CLOCK);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, CLOCK);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, CLOCK);
  private Scenario scenario;

  @BeforeEach
  void aNumber() {
    scenario = new Scenario(jdbc).channel();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void doesToEachMessageWhatItsUpdatesDoOneByOne(long seed) {
    List<Told> alone = told(new Random(seed), "a");
    List<Told> together = told(new Random(seed), "b");

    List<String> one = alone.stream().map(told -> words(statuses.apply(told.update()))).toList();
    List<String> page =
        statuses.apply(together.stream().map(Told::update).toList()).stream()
            .map(StatusPageTest::words)
            .toList();

    assertThat(page).isEqualTo(one);
    assertThat(rows(together)).isEqualTo(rows(alone)).isNotEmpty();
    assertThat(counters(together)).isEqualTo(counters(alone)).isNotEmpty();
  }

  @Test
  void takesAFailureOnlyAlone() {
    MessageEvent failed =
        new MessageEvent(Kind.FAILED, Scenario.NOW, new Failure(131049, "Ecosystem", null));
    StatusUpdate update = new StatusUpdate(null, "wamid.x", failed, null, null);

    assertThatThrownBy(() -> statuses.apply(List.of(update, update)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(statuses.apply(List.of(update))).containsExactly(Optional.empty());
  }

  private record Told(UUID campaign, StatusUpdate update) {}

  /** Events of messages of which some are accepted, some lost their answer, some are unheard of. */
  private List<Told> told(Random random, String run) {
    UUID campaign = scenario.campaign("running");
    List<Told> told = new ArrayList<>();
    for (int number = 0; number < MESSAGES; number++) {
      String wamid = "wamid." + run + number;
      int what = random.nextInt(3);
      UUID attempt = attempt(campaign, wamid, what);
      StatusStory story = StatusStory.draw(random);
      for (MessageEvent event : story.arriving(random)) {
        if (event.kind() != Kind.FAILED) {
          told.add(new Told(campaign, update(random, attempt, wamid, what == LOST, event)));
        }
      }
    }
    Collections.shuffle(told, random);
    return told;
  }

  private @Nullable UUID attempt(UUID campaign, String wamid, int what) {
    if (what == UNHEARD_OF) {
      return null;
    }
    UUID message = scenario.message(campaign, scenario.contact());
    UUID attempt = ((Claim.Granted) claims.claim(message, 1, Route.MARKETING_MESSAGES)).attemptId();
    if (what != LOST) {
      outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
    }
    return attempt;
  }

  private static StatusUpdate update(
      Random random, @Nullable UUID attempt, String wamid, boolean lost, MessageEvent event) {
    Pricing pricing = random.nextBoolean() ? null : new Pricing("marketing_lite", "regular", true);
    return new StatusUpdate(
        random.nextInt(4) == 0 && !lost ? null : attempt,
        random.nextInt(4) == 0 && attempt != null ? null : wamid,
        event,
        pricing,
        random.nextBoolean() ? null : "conversation");
  }

  /** Without ids, which differ. */
  private static String words(Optional<StatusLedger.Applied> applied) {
    return applied
        .map(a -> a.status() + " " + a.changed() + " " + a.counts() + " " + a.hasWorkflow())
        .orElse("nobody's");
  }

  private List<Map<String, Object>> rows(List<Told> told) {
    return jdbc.sql(
            """
            SELECT m.status, m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.clicked_at,
              m.replied_at, m.route, m.fell_back, substr(m.wamid, 8) AS wamid, m.pricing_category,
              m.pricing_type, m.billable, m.conversation_id, a.outcome, a.finished_at,
              c.at AS reached
            FROM messages m LEFT JOIN attempts a ON a.message_id = m.id
            LEFT JOIN contact_channels c ON c.contact_id = m.contact_id
            WHERE m.campaign_id = :campaign ORDER BY m.ordinal
            """)
        .param("campaign", told.get(0).campaign())
        .query()
        .listOfRows();
  }

  private List<Map<String, Object>> counters(List<Told> told) {
    return jdbc.sql(
            """
            SELECT metric, sum(n) AS n FROM campaign_counters WHERE campaign_id = :campaign
            GROUP BY metric HAVING sum(n) <> 0 ORDER BY metric
            """)
        .param("campaign", told.get(0).campaign())
        .query()
        .listOfRows();
  }
}
