package dev.whatsway.store.journey;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class JourneySignalsTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JourneySignals signals = new JourneySignals(jdbc, new SettableClock(NOW));

  @Test
  void everybodyLeavesPageByPage() {
    Scenario scenario = new Scenario(jdbc).channel();
    UUID campaign = scenario.campaign("canceled");
    jdbc.sql(
            """
            INSERT INTO contacts (id, account_id, phone, created_at, updated_at)
            SELECT gen_random_uuid(), ?, '+1' || n, now(), now() FROM generate_series(1, 12000) AS n
            """)
        .param(scenario.account)
        .update();
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, plan_hash, status, created_at)
            SELECT ?, n, id, 'h', CASE WHEN n % 2 = 0 THEN 'planned' ELSE 'active' END, now()
            FROM (SELECT id, row_number() OVER () AS n FROM contacts) AS k
            """)
        .param(campaign)
        .update();
    AtomicInteger pages = new AtomicInteger();

    signals.leaveAll(campaign, "campaign-canceled", pages::incrementAndGet);
    signals.leaveAll(campaign, "campaign-completed", () -> {});

    assertThat(pages).hasValue(4);
    assertThat(count("journeys WHERE ended_reason = 'campaign-canceled'")).isEqualTo(6000);
    assertThat(count("(SELECT DISTINCT contact_id FROM journey_signals) AS told")).isEqualTo(6000);
  }

  private int count(String what) {
    return jdbc.sql("SELECT count(*) FROM " + what).query(Integer.class).single();
  }
}
