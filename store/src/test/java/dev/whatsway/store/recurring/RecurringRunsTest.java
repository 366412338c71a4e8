package dev.whatsway.store.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.recurring.RecurringRuns.Past;
import dev.whatsway.store.recurring.RecurringRuns.Run;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
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
class RecurringRunsTest {

  private static final Instant NINE = Instant.parse("2026-12-01T09:00:00.123Z");

  private final DataSource database = EmbeddedPostgresExtension.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final Campaigns campaigns = new Campaigns(jdbc, json);
  private final RecurringCampaigns all = new RecurringCampaigns(jdbc, json, clock);
  private final RecurringRuns runs =
      new RecurringRuns(jdbc, transactions, campaigns, new Audiences(jdbc), json, clock);
  private final UUID id = UUID.randomUUID();
  private Scenario shop;

  @BeforeEach
  void aRecurringCampaign() {
    shop = new Scenario(jdbc).channel();
    all.insert(recurring(campaigns.get(shop.campaign("draft")), false, 0));
    all.confirm(id, 1);
  }

  @Test
  void makesOneCampaignOfATimeHoweverOftenAndConcurrentlyItIsAsked() {
    List<CompletableFuture<Run>> asked =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> runs.run(id, NINE)))
            .limit(8)
            .toList();
    List<UUID> made = asked.stream().map(run -> made(run.join()).id()).distinct().toList();
    assertThat(made).hasSize(1);
    Campaign campaign = campaigns.get(made.get(0));
    assertThat(campaign.name()).isEqualTo("Sale 2026-12-01 10:00");
    assertThat(campaign.status()).isEqualTo(CampaignStatus.SCHEDULED);
    assertThat(campaign.startAt()).isEqualTo(NINE);
    assertThat(campaign.startBy()).isEqualTo(NINE.plus(Duration.ofHours(2)));
    assertThat(campaign.endAt()).isEqualTo(NINE.plus(Duration.ofHours(20)));
    assertThat(campaign.misfire()).isEqualTo("skip");
    assertThat(campaign.timezone()).isEqualTo("Europe/Berlin");
    assertThat(campaign.audienceId()).isEqualTo(shop.audience);
    assertThat(campaign.variables()).containsEntry("1", "{{name}}");
    assertThat(campaign.messageTtl()).isEqualTo(Duration.ofDays(3));

    UUID next = made(runs.run(id, NINE.plus(Duration.ofDays(1)))).id();
    assertThat(next).isNotEqualTo(campaign.id());
    assertThat(runs.last(id, 5)).extracting(Past::campaignId).containsExactly(next, campaign.id());
    assertThat(kinds()).containsExactly("campaign.scheduled", "campaign.scheduled");
  }

  @Test
  void makesOneOfATimeThatComesTwiceAsTheClocksGoBack() {
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(made(runs.run(id, first)).name()).isEqualTo("Sale 2026-10-25 02:30");
    assertThat(runs.run(id, first.plus(Duration.ofHours(1)))).isInstanceOf(Run.Nothing.class);
    assertThat(made(runs.run(id, first)).name()).as("a repetition").contains("02:30");
  }

  @Test
  void makesOneOfEachTimeAroundAChangeOfTheTimezone() {
    UUID berlin = made(runs.run(id, NINE)).id();
    jdbc.sql("UPDATE recurring_campaigns SET timezone = 'America/New_York' WHERE id = ?")
        .param(id)
        .update();
    assertThat(made(runs.run(id, NINE)).id()).as("a repetition").isEqualTo(berlin);
    Instant later = NINE.plus(Duration.ofHours(6));
    assertThat(made(runs.run(id, later)).name())
        .as("the same local time in another zone")
        .isEqualTo("Sale 2026-12-01 10:00");
    assertThat(runs.last(id, 5)).hasSize(2);
  }

  @Test
  void makesNoneOnceItIsPausedAndNoneAfterItsEnd() {
    UUID before = made(runs.run(id, NINE)).id();
    RecurringCampaign read = all.find(shop.account, id).orElseThrow();
    assertThat(all.update(recurring(read.definition(), true, read.version()))).isTrue();
    assertThat(all.update(recurring(read.definition(), false, read.version())))
        .as("what was read before that")
        .isFalse();
    assertThat(runs.run(id, NINE.plusSeconds(60))).isInstanceOf(Run.Nothing.class);
    assertThat(made(runs.run(id, NINE)).id()).as("a repetition of what was").isEqualTo(before);
    all.delete(id);
    assertThat(made(runs.run(id, NINE)).id()).as("is to be started").isEqualTo(before);
    assertThat(runs.run(id, NINE.plusSeconds(60))).isInstanceOf(Run.Gone.class);
    assertThat(runs.run(UUID.randomUUID(), NINE)).isInstanceOf(Run.Gone.class);
  }

  @Test
  void makesNoneOfWhatTemporalHasNotConfirmed() {
    jdbc.sql("UPDATE recurring_campaigns SET confirmed = false, begun = false WHERE id = ?")
        .param(id)
        .update();
    assertThat(runs.run(id, NINE)).as("it may be, any moment").isInstanceOf(Run.TooEarly.class);
    clock.pass(Duration.ofMinutes(2));
    assertThat(runs.run(id, NINE)).isInstanceOf(Run.Nothing.class);
    all.confirm(id, 1);
    assertThat(runs.run(id, NINE)).isInstanceOf(Run.Made.class);
    assertThat(all.drop(id)).as("confirmed once").isFalse();
  }

  @Test
  void waitsForItsAudienceAndSaysWhenThereIsNone() {
    audience("importing");
    assertThat(runs.run(id, NINE)).isInstanceOf(Run.TooEarly.class);
    audience("failed");
    Campaign failed = made(runs.run(id, NINE));
    assertThat(failed.status()).isEqualTo(CampaignStatus.FAILED);
    assertThat(failed.statusReason()).contains("audience");
  }

  @Test
  void goesByTheTemplatesCategoryAndKeepsAskingForConsent() {
    jdbc.sql("UPDATE templates SET category = 'UTILITY' WHERE account_id = ?")
        .param(shop.account)
        .update();
    Campaign campaign = made(runs.run(id, NINE));
    assertThat(campaign.category()).isEqualTo("UTILITY");
    assertThat(consentNeeded(campaign.id())).isTrue();
  }

  @Test
  void asksForConsentWhereAnyTemplateOfAnyChannelIsMarketing() {
    jdbc.sql("UPDATE templates SET category = 'UTILITY' WHERE account_id = ?")
        .param(shop.account)
        .update();
    UUID draft = shop.campaign("draft");
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY', fallback_channel_ids = ? WHERE id = ?")
        .params(new UUID[] {shop.anotherChannel("other")}, draft)
        .update();
    define(draft);
    assertThat(consentNeeded(made(runs.run(id, NINE)).id())).isFalse();
    addTemplate("other", "sale");
    Campaign fallback = made(runs.run(id, NINE.plusSeconds(60)));
    assertThat(fallback.category()).isEqualTo("UTILITY");
    assertThat(consentNeeded(fallback.id())).as("a fallback channel's").isTrue();
    UUID launched = shop.campaign("scheduled");
    jdbc.sql(
            "UPDATE campaigns SET category = 'UTILITY', fallback_channel_ids = (SELECT fallback_channel_ids FROM campaigns WHERE id = ?) WHERE id = ?")
        .params(draft, launched)
        .update();
    new CampaignRuns(jdbc, transactions, campaigns, clock).run(launched);
    assertThat(consentNeeded(launched)).as("when it is launched").isTrue();

    jdbc.sql("UPDATE templates SET name = 'none' WHERE account_id = ? AND waba_id = 'other'")
        .param(shop.account)
        .update();
    addTemplate("waba", "reminder");
    jdbc.sql(
            """
            INSERT INTO journey_plans VALUES (?, 'plan', '{"steps": [
              {"type": "send", "template": {"name": "sale", "language": "en"}},
              {"type": "send", "template": {"name": "reminder", "language": "en"}}]}',
              '{sale/en,reminder/en}', '{}', now())
            """)
        .param(shop.account)
        .update();
    jdbc.sql("UPDATE campaigns SET journey_hash = 'plan' WHERE id = ?").param(draft).update();
    define(draft);
    Campaign journey = made(runs.run(id, NINE.plusSeconds(120)));
    assertThat(journey.category()).as("a step's").isEqualTo("MARKETING");
    assertThat(consentNeeded(journey.id())).isTrue();
  }

  @Test
  void isConfirmedForTheVersionThatWasSeenAlone() {
    RecurringCampaign read = all.find(shop.account, id).orElseThrow();
    assertThat(read.confirmed()).isTrue();
    all.update(recurring(read.definition(), true, read.version()));
    assertThat(all.find(shop.account, id).orElseThrow().confirmed()).isFalse();
    assertThat(all.confirm(id, read.version())).isFalse();
    assertThat(all.confirm(id, read.version() + 1)).isTrue();
    assertThat(all.find(shop.account, id).orElseThrow().confirmed()).isTrue();
    assertThat(all.find(UUID.randomUUID(), id)).as("another account's").isEmpty();
    assertThat(all.list(shop.account, null, 10)).hasSize(1);
    assertThat(all.list(shop.account, id, 10)).isEmpty();
  }

  private RecurringCampaign recurring(Campaign definition, boolean paused, long version) {
    return new RecurringCampaign(
        id,
        shop.account,
        json.createObjectNode().put("name", "Sale"),
        definition,
        json.createObjectNode().put("cron", "0 10 * * *"),
        "Europe/Berlin",
        "skip",
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofHours(20),
        paused,
        version,
        false,
        Scenario.NOW,
        Scenario.NOW);
  }

  private void define(UUID draft) {
    RecurringCampaign read = all.find(shop.account, id).orElseThrow();
    all.update(recurring(campaigns.get(draft), false, read.version()));
  }

  private void addTemplate(String waba, String name) {
    jdbc.sql(
            """
            INSERT INTO templates SELECT gen_random_uuid(), account_id, ?, ?, language, 'MARKETING',
              status, parameter_format, components, created_at, updated_at
            FROM templates WHERE account_id = ? AND waba_id = 'waba' AND name = 'sale'
            """)
        .params(waba, name, shop.account)
        .update();
  }

  private boolean consentNeeded(UUID campaign) {
    return jdbc.sql("SELECT consent_needed FROM campaigns WHERE id = ?")
        .param(campaign)
        .query(Boolean.class)
        .single();
  }

  private static Campaign made(@Nullable Run run) {
    return ((Run.Made) Objects.requireNonNull(run)).campaign();
  }

  private void audience(String status) {
    jdbc.sql("UPDATE audiences SET status = ? WHERE id = ?").params(status, shop.audience).update();
  }

  private List<String> kinds() {
    return jdbc.sql("SELECT kind FROM event_log WHERE account_id = ? ORDER BY id")
        .param(shop.account)
        .query(String.class)
        .list();
  }
}
