package dev.whatsway.store.journey;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Of what becomes of a journey's message, what is told to its workflow. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class AwaitedEventsTest {

  private static final String SEND =
      "{\"steps\": [{\"id\": \"tell\", \"type\": \"send\","
          + " \"template\": {\"name\": \"sale\", \"language\": \"en\"}}%s]%s}";
  private static final String NOTHING = SEND.formatted("", "");
  private static final String DELIVERY =
      SEND.formatted(
          ", {\"id\": \"rest\", \"type\": \"wait_for\", \"event\": \"delivered\","
              + " \"timeout\": \"P1D\"}",
          "");
  private static final String REPLY =
      SEND.formatted("", ", \"exit_rules\": [{\"on\": \"replied\"}]");

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final JourneyPlans plans = new JourneyPlans(jdbc, new SettableClock(NOW));
  private final JourneyVersions versions =
      new JourneyVersions(
          jdbc,
          new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource()),
          new Campaigns(jdbc, json),
          plans,
          json);
  private Scenario scenario;
  private UUID campaign;

  @BeforeEach
  void aCampaign() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
  }

  @Test
  void whatNoPlanWaitsForIsCountedOnly() {
    give(NOTHING);
    befalls("accepted", "sent", "delivered", "read", "replied");

    assertThat(told()).containsExactly("accepted");
    assertThat(
            jdbc.sql("SELECT sum(n) FROM campaign_counters WHERE metric LIKE 'step:tell:%'")
                .query(Integer.class)
                .single())
        .isEqualTo(5);
  }

  @Test
  void whoWaitsForDeliveryIsToldOfReadingToo() {
    give(NOTHING);
    give(DELIVERY);
    befalls("accepted", "sent", "delivered", "read", "replied");

    assertThat(told()).containsExactly("accepted", "delivered", "read");
  }

  @Test
  void anExitRuleWaitsToo() {
    give(REPLY);
    befalls("accepted", "delivered", "read", "replied");

    assertThat(told()).containsExactly("accepted", "replied");
  }

  @Test
  void aStatusThatOvertakesTheAnswerIsTold() {
    give(NOTHING);
    befalls("delivered");

    assertThat(told()).containsExactly("delivered");
  }

  @Test
  void aPlanWithAStepOfAPlugInMayWaitForAnything() {
    plans.keep(scenario.account, "h", "{\"steps\": [{\"id\": \"t\", \"type\": \"teleport\"}]}");

    assertThat(
            jdbc.sql("SELECT cardinality(awaits) FROM journey_plans").query(Integer.class).list())
        .containsExactly(5);
  }

  @Test
  void aMigrationTellsWhatOnlyTheNewPlanWaitsFor() {
    JourneyPlan old = give(NOTHING);
    befalls("accepted", "delivered", "replied");
    JourneyPlan next = give(REPLY);
    versions.migrate(campaign, old.hash(), next.hash(), Map.of("tell", "tell"), NOW);

    assertThat(told()).containsExactly("accepted", "replied", "recheck");
    assertThat(
            jdbc.sql(
                    "SELECT subject || ' ' || message FROM journey_signals WHERE event = 'replied'")
                .query(String.class)
                .list())
        .containsExactly("tell 0/1");
  }

  private JourneyPlan give(String definition) {
    JourneyPlan plan =
        ((Compiled.Sound) new JourneyKinds(List.of()).compiler().compile(definition)).plan();
    versions.change(campaign, plan, "sale", "en", NOW);
    return plan;
  }

  private void befalls(String... kinds) {
    UUID contact = scenario.contact();
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, plan_hash, status, step, created_at)
            SELECT id, 0, ?, journey_hash, 'active', 'tell', created_at FROM campaigns
            """)
        .param(contact)
        .update();
    UUID message = scenario.message(campaign, contact);
    jdbc.sql("UPDATE messages SET journey = 0, step = 'tell'").update();
    for (String kind : kinds) {
      jdbc.sql("UPDATE messages SET %s_at = :now, status = :status WHERE id = :id".formatted(kind))
          .param("now", NOW.atOffset(ZoneOffset.UTC))
          .param("status", kind.equals("replied") ? "read" : kind)
          .param("id", message)
          .update();
    }
  }

  private List<String> told() {
    return jdbc.sql("SELECT COALESCE(event, kind) FROM journey_signals ORDER BY id")
        .query(String.class)
        .list();
  }
}
