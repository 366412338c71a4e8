package dev.whatsway.store.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignCounts;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.message.StatusUpdate.Pricing;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class CostLedgerTest {

  private static final Clock CLOCK = Clock.fixed(Scenario.NOW, ZoneOffset.UTC);
  private static final Pricing MARKETING = new Pricing("marketing_lite", "regular", true);
  private static final Rates RATES =
      RateFile.read(
          "test",
          List.of(
              "effective_from,countries,category,currency,amount",
              "2026-01-01,DE,marketing,EUR,0.1131",
              "2026-01-01,DE,utility,EUR,0.0500"));

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
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, RATES, CLOCK);
  private Scenario scenario;
  private UUID campaign;

  @BeforeEach
  void aCampaign() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
  }

  @Test
  void a_message_costs_once_it_is_delivered_whichever_status_told_the_pricing() {
    sent("1", "+4915112340001");
    apply("1", Kind.SENT, MARKETING);
    assertThat(cost("1")).as("Meta bills on delivery").isNull();
    apply("1", Kind.DELIVERED, null);
    assertThat(cost("1")).isEqualByComparingTo("0.1131");

    sent("2", "+4915112340002");
    apply("2", Kind.READ, null);
    assertThat(cost("2")).isNull();
    apply("2", Kind.DELIVERED, MARKETING);
    assertThat(cost("2")).isEqualByComparingTo("0.1131");
    apply("2", Kind.DELIVERED, MARKETING);
    apply("2", Kind.SENT, MARKETING);

    CampaignCounts counts = counts();
    assertThat(counts.cost()).isEqualTo(Map.of("EUR", 2262L));
    assertThat(counts.saved()).isEmpty();
    assertThat(counts.priced()).isEqualTo(2);
  }

  @Test
  void a_message_that_failed_after_its_pricing_was_told_costs_nothing() {
    sent("1", "+4915112340003");
    apply("1", Kind.SENT, MARKETING);
    statuses.apply(
        new StatusUpdate(
            null,
            "1",
            new MessageEvent(Kind.FAILED, Scenario.NOW, new Failure(131026, "No", null)),
            null,
            null));
    assertThat(cost("1")).isNull();
    assertThat(counts().cost()).isEmpty();
  }

  @Test
  void a_window_saves_what_the_message_would_have_cost_outside_of_it() {
    sent("1", "+4915112340004");
    apply("1", Kind.DELIVERED, new Pricing("utility", "free_customer_service", false));
    assertThat(cost("1")).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(counts().saved()).isEqualTo(Map.of("EUR", 500L));
    assertThat(counts().cost()).isEmpty();
    assertThat(counts().priced()).isEqualTo(1);
  }

  @Test
  void a_pricing_that_Meta_corrects_corrects_the_sums() {
    sent("1", "+4915112340005");
    apply("1", Kind.DELIVERED, new Pricing("utility", "free_entry_point", true));
    apply("1", Kind.READ, new Pricing("marketing", "regular", true));
    assertThat(cost("1")).isEqualByComparingTo("0.1131");
    assertThat(counts().cost()).isEqualTo(Map.of("EUR", 1131L));
    assertThat(counts().saved()).isEmpty();
    assertThat(counts().priced()).isEqualTo(1);
  }

  @Test
  void a_country_without_a_rate_has_no_cost() {
    sent("1", "+34600000001");
    apply("1", Kind.DELIVERED, MARKETING);
    assertThat(cost("1")).isNull();
    assertThat(counts().priced()).isZero();
  }

  private void sent(String wamid, String phone) {
    UUID message = scenario.message(campaign, scenario.contact(phone, Scenario.NOW, null));
    UUID attempt = ((Claim.Granted) claims.claim(message, 1, Route.CLOUD)).attemptId();
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
  }

  private void apply(String wamid, Kind kind, @Nullable Pricing pricing) {
    assertThat(
            statuses.apply(
                new StatusUpdate(
                    null, wamid, new MessageEvent(kind, Scenario.NOW, null), pricing, null)))
        .isPresent();
  }

  private @Nullable BigDecimal cost(String wamid) {
    return jdbc.sql("SELECT cost FROM messages WHERE wamid = ?")
        .param(wamid)
        .query((row, n) -> java.util.Optional.ofNullable(row.getBigDecimal(1)))
        .single()
        .orElse(null);
  }

  private CampaignCounts counts() {
    return new CampaignCounters(jdbc).of(campaign);
  }
}
