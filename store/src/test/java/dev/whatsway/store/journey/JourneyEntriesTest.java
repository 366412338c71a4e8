package dev.whatsway.store.journey;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.travel.Conditions;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.CustomEvents.Told;
import dev.whatsway.store.journey.Entered.Reason;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class JourneyEntriesTest {

  private static final String WAIT =
      "{\"steps\": [{\"id\": \"rest\", \"type\": \"wait\", \"duration\": \"P1D\"}]}";

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SettableClock clock = new SettableClock(NOW);
  private final JourneyKinds kinds = new JourneyKinds(List.of());
  private final Campaigns campaigns = new Campaigns(jdbc, json);
  private final Contacts contacts = new Contacts(jdbc, json, clock);
  private final JourneyPlans stored = new JourneyPlans(jdbc, clock);
  private final Conditions conditions = new Conditions();
  private final JourneyEntries entries =
      new JourneyEntries(
          jdbc,
          transactions,
          campaigns,
          contacts,
          new CompiledPlans(stored, kinds),
          new JourneyOrdinals(jdbc),
          conditions,
          json);
  private final StepEntries fromSteps = new StepEntries(jdbc, transactions, entries, json);
  private final CustomEvents events =
      new CustomEvents(jdbc, transactions, campaigns, contacts, entries, json);
  private final JourneyVersions versions =
      new JourneyVersions(jdbc, transactions, campaigns, stored, json);
  private Scenario scenario;
  private UUID campaign;
  private UUID contact;

  @BeforeEach
  void aRunningCampaignWithAJourney() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    contact = scenario.contact();
    versions.change(campaign, plan(WAIT), "sale", "en", NOW);
  }

  @Test
  void nobodyHasEnteredWhereTheCallersTransactionFails() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              assertThat(enter()).isEqualTo(new Entered.In(JourneyOrdinals.FIRST, 1));
              status.setRollbackOnly();
            });

    assertThat(count("journeys") + count("journey_signals")).isZero();
    assertThat(enter()).isInstanceOf(Entered.In.class);
    assertThat(enter()).isEqualTo(new Entered.Not(Reason.ALREADY_IN));
  }

  @Test
  void whoIsErasedOrHasNoJourneyToEnterIsToldSo() {
    assertThat(entries.enter(campaigns.get(scenario.campaign("running")), contact, Map.of(), NOW))
        .isEqualTo(new Entered.Not(Reason.NO_JOURNEY));
    jdbc.sql("UPDATE contacts SET erased_at = now()").update();
    assertThat(enter()).isEqualTo(new Entered.Not(Reason.ERASED));
    jdbc.sql("UPDATE campaigns SET status = 'completed'").update();
    assertThat(enter()).isEqualTo(new Entered.Not(Reason.NOT_UNDER_WAY));
  }

  @Test
  void aPlanThatNeedsAPlugInLetsNobodyEnterWithoutIt() {
    jdbc.sql(
            "UPDATE journey_plans SET definition = replace(definition, '\"wait\"', '\"teleport\"')")
        .update();
    assertThat(enter()).isEqualTo(new Entered.Not(Reason.UNREADABLE_PLAN));
  }

  @Test
  void theConditionOfEntryIsCompiledOnce() {
    String choosy = WAIT.replaceFirst("\\{", "{\"entry\": {\"when\": \"event.amount > 5\"},");
    versions.change(campaign, plan(choosy), "sale", "en", NOW);

    assertThat(enter()).isEqualTo(new Entered.Not(Reason.CONDITION));
    assertThat(entries.enter(campaigns.get(campaign), contact, Map.of("amount", 6L), NOW))
        .isInstanceOf(Entered.In.class);
    assertThat(conditions.kept()).isEqualTo(1);
  }

  @Test
  void aVisitOfAStepLetsSomebodyEnterOnceHoweverOftenItAsks() {
    again("");
    Entered first = fromSteps.enter(campaigns.get(campaign), visit(1), NOW);
    leave();

    assertThat(fromSteps.enter(campaigns.get(campaign), visit(1), NOW.plus(Duration.ofDays(2))))
        .isEqualTo(first)
        .isEqualTo(new Entered.In(JourneyOrdinals.FIRST, 1));
    assertThat(count("journeys")).isEqualTo(1);
  }

  @Test
  void aVisitThatFailedHasNotAsked() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              fromSteps.enter(campaigns.get(campaign), visit(1), NOW);
              status.setRollbackOnly();
            });

    assertThat(count("journeys") + count("told_events")).isZero();
  }

  @Test
  void journeysThatLeadIntoEachOtherTakeAPersonRoundOnceADay() {
    again("");
    assertThat(fromSteps.enter(campaigns.get(campaign), visit(1), NOW))
        .isInstanceOf(Entered.In.class);
    leave();
    Instant soon = NOW.plus(Duration.ofHours(23));

    assertThat(fromSteps.enter(campaigns.get(campaign), visit(2), soon))
        .isEqualTo(new Entered.Not(Reason.TOO_EARLY));
    assertThat(entries.enter(campaigns.get(campaign), contact, Map.of(), soon))
        .as("told by somebody")
        .isInstanceOf(Entered.In.class);
    leave();
    again(", \"after\": \"PT1H\"");
    assertThat(fromSteps.enter(campaigns.get(campaign), visit(3), soon))
        .as("the policy names a time")
        .isInstanceOf(Entered.In.class);
  }

  /** Each waits for the claim of the first, or of the one before whose transaction failed. */
  @Test
  void anEventThatIsToldManyTimesAtOnceIsToldOnce() throws Exception {
    enter();
    int tellers = 6;
    CountDownLatch together = new CountDownLatch(tellers);
    ExecutorService threads = Executors.newFixedThreadPool(tellers);
    try {
      List<Future<@Nullable Told>> all =
          IntStream.range(0, tellers)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return events.tell(event(), NOW);
                          }))
              .toList();
      for (Future<@Nullable Told> one : all) {
        assertThat(one.get()).isEqualTo(new Told(List.of(), 1, List.of()));
      }
    } finally {
      threads.shutdown();
    }

    assertThat(
            jdbc.sql("SELECT count(*) FROM journey_signals WHERE kind = 'event'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(events.forget(NOW.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void aMigrationToAPlanThatIsNotTheCampaignsAnyMoreMovesNobody() {
    enter();
    jdbc.sql("UPDATE journeys SET status = 'active', step = 'rest'").update();
    String first = plan(WAIT).hash();
    JourneyPlan second = plan(WAIT.replace("P1D", "P2D"));
    versions.change(campaign, second, "sale", "en", NOW);

    assertThat(versions.migrate(campaign, second.hash(), first, Map.of("rest", "rest"), NOW))
        .isEqualTo(-1);
    assertThat(count("journey_migrations")).isZero();
    assertThat(versions.migrate(campaign, first, second.hash(), Map.of("rest", "rest"), NOW))
        .isEqualTo(1);
    assertThat(versions.migrate(campaign, first, second.hash(), Map.of("rest", "exit"), NOW))
        .as("said again, otherwise")
        .isEqualTo(1);
    assertThat(jdbc.sql("SELECT steps->>'rest' FROM journey_migrations").query(String.class).list())
        .containsExactly("exit");
    jdbc.sql("UPDATE campaigns SET status = 'canceled'").update();
    assertThat(versions.change(campaign, plan(WAIT.replace("P1D", "P3D")), "sale", "en", NOW))
        .isFalse();
    assertThat(count("journey_plans")).isEqualTo(2);
  }

  private Visit visit(int number) {
    return new Visit(
        UUID.fromString("00000000-0000-4000-8000-000000000001"), contact, 7, "on", number);
  }

  private void again(String after) {
    String policy = "{\"reentry\": {\"policy\": \"after_exit\"" + after + "},";
    versions.change(campaign, plan(WAIT.replaceFirst("\\{", policy)), "sale", "en", NOW);
  }

  private void leave() {
    jdbc.sql("UPDATE journeys SET status = 'ended', ended_reason = 'completed', ended_at = ?")
        .param(NOW.atOffset(ZoneOffset.UTC))
        .update();
  }

  private CustomEvents.Event event() {
    return new CustomEvents.Event(scenario.account, contact, "order_placed", "order-1", Map.of());
  }

  private Entered enter() {
    return entries.enter(campaigns.get(campaign), contact, Map.of("amount", 3L), NOW);
  }

  private JourneyPlan plan(String definition) {
    return ((Compiled.Sound) kinds.compiler().compile(definition)).plan();
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }
}
