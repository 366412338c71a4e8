package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.journey.JourneySignals;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.LaneMessages;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** What a pause and a cancel wait for. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class QuiescenceTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

  @AfterEach
  void close() {
    environment.close();
  }

  // A lane of the ledger that is paused sends nothing, so nobody there finds the open attempt.
  @Test
  void comesAlthoughAWorkerDiedWithACallOfAPausedCampaign() {
    Scenario scenario = new Scenario(jdbc).channel();
    UUID campaign = scenario.campaign("running");
    UUID message = scenario.message(campaign, scenario.contact());
    SendLedger claims =
        new SendLedger(
            jdbc,
            transactions,
            SuppressionList.of(jdbc, transactions, at(Duration.ZERO)),
            new JsonMapper(),
            at(Duration.ZERO));
    assertThat(claims.claim(message, 1, Route.CLOUD)).isInstanceOf(Claim.Granted.class);

    lifecycle(at(Duration.ofSeconds(61))).awaitQuiescence(campaign);

    assertThat(jdbc.sql("SELECT outcome FROM attempts").query(String.class).single())
        .isEqualTo("unknown");
  }

  private CampaignLifecycle lifecycle(Clock clock) {
    environment.registerActivitiesImplementations(
        new CampaignLifecycleActivities(
            new CampaignRuns(jdbc, transactions, new Campaigns(jdbc, new JsonMapper()), clock),
            new CampaignMessages(jdbc, new JsonMapper(), clock),
            new LaneMessages(jdbc, clock),
            new CampaignCounters(jdbc),
            new Stops(jdbc, transactions, clock),
            new JourneySignals(jdbc, clock),
            clock,
            Duration.ZERO));
    return environment.newActivityStub(CampaignLifecycle.class);
  }

  private static Clock at(Duration later) {
    return Clock.fixed(Scenario.NOW.plus(later), ZoneOffset.UTC);
  }
}
