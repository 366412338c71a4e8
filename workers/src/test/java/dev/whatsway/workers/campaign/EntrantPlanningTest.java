package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who of an audience enters a journey whose entry has a condition. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class EntrantPlanningTest {

  private static final String GOLD =
      """
      {"entry": {"when": "attributes.tier == 'gold'"},
       "steps": [{"id": "rest", "type": "wait", "duration": "P1D"}]}
      """;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final PlanningBench bench = new PlanningBench();
  private UUID campaign;

  @BeforeEach
  void anAudienceOfFour() {
    Scenario scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    JourneyPlan plan =
        ((Compiled.Sound) new JourneyKinds(List.of()).compiler().compile(GOLD)).plan();
    bench.get(JourneyPlans.class).keep(scenario.account, plan.hash(), plan.json());
    jdbc.sql("UPDATE campaigns SET journey_hash = ?").param(plan.hash()).update();
    for (String tier : List.of("gold", "none", "gold", "gold")) {
      bench.get(Contacts.class).setAttribute(scenario.contact(), "tier", tier);
    }
    jdbc.sql(
            """
            UPDATE contacts SET erased_at = now() WHERE id =
              (SELECT contact_id FROM audience_members WHERE ordinal = 3)
            """)
        .update();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whoeverTheConditionHoldsForEnters() {
    assertThat(bench.planning().plan(campaign)).isEqualTo(new Plan(4, null));
    assertThat(entrants()).containsExactly(0L, 2L);
  }

  @Test
  void anotherTryDoesNotLookAgainAtWhomTheOneBeforeHasLookedAt() {
    assertThat(bench.heartbeat(1).planning().plan(campaign)).isEqualTo(new Plan(4, null));
    assertThat(entrants()).containsExactly(2L);
  }

  private List<Long> entrants() {
    return jdbc.sql("SELECT ordinal FROM journeys ORDER BY ordinal").query(Long.class).list();
  }
}
