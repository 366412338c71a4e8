package dev.whatsway.store.message;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.store.campaign.CampaignCategories;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Stop.Cause;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.journey.JourneyVersions;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Messages of a step that names a channel with which its campaign has nothing else to do. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class StepChannelsTest {

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String TWO =
      """
      {"steps": [
        {"id": "first", "type": "send", "template": {"name": "sale", "language": "en"},
         "variables": {"1": "x"}},
        {"id": "second", "type": "send", "channel_id": "%s",
         "template": {"name": "voucher", "language": "en"}}]}
      """;

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final Campaigns campaigns = new Campaigns(jdbc, json);
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, CLOCK), json, CLOCK);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, CLOCK);
  private final CampaignMessages messages = new CampaignMessages(jdbc, json, CLOCK);
  private final Stops stops = new Stops(jdbc, transactions, CLOCK);
  private final CampaignLines lines = new CampaignLines(jdbc);
  private Scenario scenario;
  private UUID other;
  private UUID fallback;
  private UUID campaign;
  private UUID first;
  private UUID second;

  @BeforeEach
  void aJourneyThroughTwoWabas() {
    scenario = new Scenario(jdbc).channel();
    other = scenario.anotherChannel("waba-2");
    fallback = scenario.anotherChannel("waba-3");
    template("waba-2", "voucher");
    // The campaign's own WABA has one of this name, too, which nobody sends.
    template("waba", "voucher");
    campaign = scenario.campaignThrough(scenario.channel, fallback);
    Compiled compiled = new JourneyKinds(List.of()).compiler().compile(TWO.formatted(other));
    new JourneyVersions(jdbc, transactions, campaigns, new JourneyPlans(jdbc, CLOCK), json)
        .change(campaign, ((Compiled.Sound) compiled).plan(), "sale", "en", NOW);
    first = scenario.message(campaign, scenario.contact());
    second = ofSecondStep();
  }

  @Test
  void goThroughThatChannelAndNoOther() {
    assertThat(granted(first).message().channelId()).isEqualTo(scenario.channel);
    assertThat(granted(second).message().channelId()).isEqualTo(other);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void waitForItsStopWhileOtherStepsGoOn(Cause cause) {
    UUID attempt = granted(second).attemptId();
    stops.open(second, new Refusal(cause, 1, "Broken.", "Mend."));
    outcomes.record(new AttemptOutcome.Stopped(attempt, 400, new Failure(1, "Broken", null)));
    assertThat(lines.stopOfMessage(campaign, second)).isNotNull();
    assertThat(lines.stopOfMessage(campaign, first)).isNull();

    assertThat(held(second)).isEqualTo("stopped: Broken.");
    UUID later = ofSecondStep();
    assertThat(held(later)).isEqualTo("stopped: Broken.");
    assertThat(holdReason(later)).isEqualTo("stopped");
    assertThat(granted(first).message().channelId()).isEqualTo(scenario.channel);
    assertThat(lines.runningButStopped(scenario.account)).isEmpty();
    assertThat(messages.lifted(campaign, -1, 10)).isEmpty();

    stops.clear(stops.openOf(other).get(0).id(), "test");

    assertThat(lines.runningWithStepChannels(scenario.account)).containsExactly(campaign);
    assertThat(messages.lifted(campaign, -1, 10))
        .extracting(CampaignMessages.Queued::id)
        .containsExactly(second, later);
    assertThat(granted(second).message().channelId()).isEqualTo(other);
    assertThat(granted(later).message().channelId()).isEqualTo(other);
    assertThat(messages.lifted(campaign, -1, 10)).isEmpty();
  }

  @Test
  void areNotReachedByStopsOfTheCampaignsOwnNumberWhichTheOthersLeave() {
    stops.open(first, new Refusal(Cause.NUMBER, 131045, "Broken.", "Mend."));

    assertThat(granted(second).message().channelId()).isEqualTo(other);
    assertThat(claims.claim(first, 1, Route.CLOUD)).isEqualTo(new Claim.Moved(fallback));
  }

  @Test
  void areOfAnotherWabaThanATemplateOfTheSameNameThatIsStopped() {
    jdbc.sql(
            """
            INSERT INTO stops (id, account_id, scope, scope_key, cause, code, reason, remedy, since,
              channel_id)
            VALUES (gen_random_uuid(), ?, 'template', 'waba/voucher/en', 'template', 132015, 'r',
              'm', ?, ?)
            """)
        .params(scenario.account, NOW.atOffset(ZoneOffset.UTC), scenario.channel)
        .update();

    assertThat(lines.stopOf(campaign)).isNull();
    granted(first);
    granted(second);
  }

  @Test
  void areMovedNeitherByTheContactsKnownNumberNorMoveTheOthers() {
    UUID contact = scenario.contact();
    UUID before = scenario.message(scenario.campaignThrough(fallback), contact);
    outcomes.record(new AttemptOutcome.Accepted(granted(before).attemptId(), 200, "wamid.1"));
    UUID pinned = pinned(scenario.message(campaign, contact));
    outcomes.record(new AttemptOutcome.Accepted(granted(pinned).attemptId(), 200, "wamid.2"));

    assertThat(channel(pinned)).isEqualTo(other);
    UUID free = scenario.message(campaign, contact);
    assertThat(claims.claim(free, 1, Route.CLOUD)).isEqualTo(new Claim.Moved(fallback));
  }

  @Test
  void goThroughCloudWhereTheirChannelDoesNotUseMarketingMessages() {
    assertThat(route(second)).isEqualTo(Route.MARKETING_MESSAGES);
    jdbc.sql("UPDATE channels SET mm_enabled = false WHERE id = ?").param(other).update();

    assertThat(route(ofSecondStep())).isEqualTo(Route.CLOUD);
  }

  @Test
  void areHeardByAResumeToo() {
    stops.open(second, new Refusal(Cause.TEMPLATE, 132015, "Paused.", "Wait."));
    UUID stranger = new Scenario(jdbc).channel().campaign("running");

    stops.clearAgainst(stranger, "another's resume");
    assertThat(stops.openOf(other)).hasSize(1);
    stops.clearAgainst(campaign, "resume");
    assertThat(stops.openOf(other)).isEmpty();
  }

  @Test
  void askForConsentOnceTheirTemplateIsMarketing() {
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY'").update();
    jdbc.sql("UPDATE templates SET category = 'UTILITY'").update();
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY', consent_needed = false").update();
    jdbc.sql("UPDATE contacts SET opt_in_at = NULL").update();
    CampaignCategories categories = new CampaignCategories(jdbc);
    assertThat(categories.read(campaigns.get(campaign)).own()).isEqualTo("UTILITY");

    jdbc.sql("UPDATE templates SET category = 'MARKETING' WHERE waba_id = 'waba' AND name = ?")
        .param("voucher")
        .update();
    assertThat(consentNeeded()).as("nobody sends that one").isFalse();
    assertThat(categories.read(campaigns.get(campaign)).marketing()).isFalse();
    jdbc.sql("UPDATE templates SET category = 'MARKETING' WHERE waba_id = 'waba-2'").update();

    assertThat(consentNeeded()).isTrue();
    assertThat(campaigns.get(campaign).category()).isEqualTo("MARKETING");
    assertThat(categories.read(campaigns.get(campaign)))
        .isEqualTo(new CampaignCategories.Categories("MARKETING", true));
    assertThat(((Claim.Answered) claims.claim(second, 1, Route.CLOUD)).result())
        .isInstanceOf(SendResult.NotSent.class);
  }

  private boolean consentNeeded() {
    return jdbc.sql("SELECT consent_needed FROM campaigns WHERE id = ?")
        .param(campaign)
        .query(Boolean.class)
        .single();
  }

  private void template(String waba, String name) {
    jdbc.sql(
            """
            INSERT INTO templates SELECT gen_random_uuid(), account_id, ?, ?, language,
              category, status, parameter_format, components, created_at, updated_at
            FROM templates WHERE account_id = ? AND name = 'sale'
            """)
        .params(waba, name, scenario.account)
        .update();
  }

  private UUID ofSecondStep() {
    return pinned(scenario.message(campaign, scenario.contact()));
  }

  private UUID pinned(UUID message) {
    jdbc.sql(
            """
            UPDATE messages SET channel_id = ?, pinned = true, template_name = 'voucher',
              step = 'second' WHERE id = ?
            """)
        .params(other, message)
        .update();
    return message;
  }

  private UUID channel(UUID message) {
    return jdbc.sql("SELECT channel_id FROM messages WHERE id = ?")
        .param(message)
        .query(UUID.class)
        .single();
  }

  private Claim.Granted granted(UUID message) {
    Claim claim = claims.claim(message, 1, Route.CLOUD);
    return (Claim.Granted)
        (claim instanceof Claim.Moved ? claims.claim(message, 1, Route.CLOUD) : claim);
  }

  private Route route(UUID message) {
    return ((Claim.Granted) claims.claim(message, 1, Route.MARKETING_MESSAGES)).route();
  }

  private String held(UUID message) {
    Claim claim = claims.claim(message, 1, Route.CLOUD);
    return ((SendResult.Held) ((Claim.Answered) claim).result()).reason();
  }

  private String holdReason(UUID message) {
    return jdbc.sql("SELECT hold_reason FROM messages WHERE id = ?")
        .param(message)
        .query(String.class)
        .single();
  }
}
