package dev.whatsway.workers.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.rules.AccountRules;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.workers.StoreContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dry runs of an account that has caps, on what its tables say of its people. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class AccountCapsDryRunTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final AnnotationConfigApplicationContext store = StoreContext.prepared();
  private Scenario scenario = new Scenario(jdbc);
  private UUID nobody = scenario.account;
  private UUID served = scenario.account;
  private UUID reserved = scenario.account;

  @BeforeEach
  void oneGotAMessageAndOneIsToGetAnother() {
    store.register(DrySettings.class);
    store.refresh();
    scenario = new Scenario(jdbc).channel();
    store
        .getBean(AccountRules.class)
        .put(scenario.account, List.of(new FrequencyCap(1, Duration.ofDays(7))));
    served = scenario.contact();
    reserved = scenario.contact();
    nobody = scenario.contact();
    UUID first = scenario.message(scenario.campaign("running"), served);
    assertThat(store.getBean(SendLedger.class).claim(first, 1, Route.CLOUD))
        .isInstanceOf(Claim.Granted.class);
    UUID important = scenario.campaign("running");
    jdbc.sql("UPDATE campaigns SET priority = 90 WHERE id = ?").param(important).update();
    scenario.message(important, reserved);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsBackWhatTheLedgerWould() {
    UUID campaign = scenario.campaign("draft");
    String before = tables();

    DryOutcome outcome = run(campaign);

    assertThat(outcome.sends())
        .filteredOn(send -> "capped".equals(send.skipped()))
        .extracting(DrySend::contactId)
        .containsExactlyInAnyOrder(served, reserved);
    assertThat(outcome.sends())
        .filteredOn(send -> send.skipped() == null)
        .extracting(DrySend::contactId)
        .containsExactly(nobody);
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void leavesNoRoomToALowerPriority() {
    UUID campaign = scenario.campaign("draft");
    jdbc.sql("UPDATE campaigns SET priority = 91 WHERE id = ?").param(campaign).update();

    assertThat(run(campaign).sends())
        .filteredOn(send -> "capped".equals(send.skipped()))
        .extracting(DrySend::contactId)
        .containsExactly(served);
  }

  @Test
  void countsNothingAgainstUtility() {
    UUID campaign = scenario.campaign("draft");
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY' WHERE id = ?").param(campaign).update();

    assertThat(run(campaign).sends()).hasSize(3).allMatch(send -> send.skipped() == null);
  }

  private DryOutcome run(UUID campaign) {
    DrySetting setting =
        store
            .getBean(DrySettings.class)
            .of(
                store.getBean(CampaignRuns.class).get(campaign),
                new Asked(null, null, new Asked.Given(null, null, null, null, Map.of())));
    return new DryRun(setting, List.of(), DryRun.LONGEST).run();
  }

  /** What a dry run must not write to. */
  private String tables() {
    return jdbc.sql(
            """
            SELECT (SELECT string_agg(f::text, ';' ORDER BY contact_id) FROM contact_frequency f)
              || (SELECT string_agg(m::text, ';' ORDER BY id) FROM messages m)
            """)
        .query(String.class)
        .single();
  }
}
