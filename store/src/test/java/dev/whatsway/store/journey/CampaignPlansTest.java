package dev.whatsway.store.journey;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** What befalls a template that only people on a campaign's older plan are sent. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class CampaignPlansTest {

  private static final String SEND =
      "{\"steps\": [{\"id\": \"tell\", \"type\": \"send\","
          + " \"template\": {\"name\": \"%s\", \"language\": \"en\"}}]}";

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final SettableClock clock = new SettableClock(NOW);
  private final JourneyVersions versions =
      new JourneyVersions(
          jdbc, transactions, new Campaigns(jdbc, json), new JourneyPlans(jdbc, clock), json);
  private UUID campaign;

  @BeforeEach
  void aCampaignWithASecondPlan() {
    campaign = new Scenario(jdbc).channel().campaign("running");
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY', template_name = 'new'").update();
    jdbc.sql("UPDATE templates SET category = 'UTILITY', name = 'old'").update();
    versions.change(campaign, plan("old"), "old", "en", NOW);
    versions.change(campaign, plan("new"), "new", "en", NOW);
  }

  @Test
  void aStopOfItReachesTheCampaignAndIsClearedWithTheCampaigns() {
    jdbc.sql(
            """
            INSERT INTO stops (id, account_id, scope, scope_key, cause, code, reason, remedy, since,
              channel_id)
            SELECT gen_random_uuid(), account_id, 'template', 'waba/old/en', 'template', 132015, 'r',
              'm', :now, channel_id FROM campaigns
            """)
        .param("now", NOW.atOffset(java.time.ZoneOffset.UTC))
        .update();
    CampaignLines lines = new CampaignLines(jdbc);

    assertThat(lines.stopOf(campaign)).isNotNull();
    new Stops(jdbc, transactions, clock).clearAgainst(campaign, "resume");
    assertThat(lines.stopOf(campaign)).isNull();
  }

  @Test
  void anotherCategoryOfItIsTheCampaigns() {
    jdbc.sql("UPDATE templates SET category = 'MARKETING'").update();

    assertThat(
            jdbc.sql("SELECT consent_needed FROM campaigns WHERE category = 'MARKETING'")
                .query(Boolean.class)
                .list())
        .containsExactly(true);
  }

  private static JourneyPlan plan(String template) {
    return ((Compiled.Sound)
            new JourneyKinds(List.of()).compiler().compile(SEND.formatted(template)))
        .plan();
  }
}
