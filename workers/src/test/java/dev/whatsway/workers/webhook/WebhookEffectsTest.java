package dev.whatsway.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.AccountStops;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.eventlog.EventFilter;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.LoggedEvent;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.workers.webhook.fact.MessageEcho;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import dev.whatsway.workers.webhook.reading.Fixtures;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What webhooks change, from Meta's body to the next claim. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class WebhookEffectsTest {

  private static final String LATER = "1751142999";

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final EffectsBench bench = new EffectsBench(mock(MessageSignals.class));
  private final Stops stops = bench.get(Stops.class);
  private final EventLog log = bench.get(EventLog.class);
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void aCampaignOfTheFixturesTemplate() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
    jdbc.sql(
            """
            UPDATE channels SET waba_id = '102290129340398', phone_number_id = '106540352242922',
              phone_number = '+15550783881', told = true;
            UPDATE templates SET waba_id = '102290129340398', name = 'spring_sale',
              language = 'en_US', meta_id = '1689556908129832';
            UPDATE campaigns SET template_name = 'spring_sale', template_language = 'en_US';
            UPDATE messages SET template_name = 'spring_sale', template_language = 'en_US';
            """)
        .update();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
    "template_paused, PAUSED, 132015",
    "template_disabled, DISABLED, 132016",
    "template_rejected, REJECTED, 132001",
    "template_deleted, DELETED, 132001",
    "template_pending_deletion, PENDING_DELETION, 132001",
    "template_by_id_alone, PAUSED, 132015"
  })
  void stops_a_template_that_meta_does_not_send(String fixture, String status, int code) {
    receive(fixture);

    assertThat(one("SELECT status FROM templates")).isEqualTo(status);
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(
            stop -> {
              assertThat(stop.scopeKey()).isEqualTo("102290129340398/spring_sale/en_US");
              assertThat(stop.code()).isEqualTo(code);
              assertThat(stop.remedy()).isNotEmpty();
            });
    assertThat(stops.untold(10)).as("campaigns will be told").hasSize(1);
    assertThat(claim()).isInstanceOf(Claim.Answered.class);
    assertThat(kinds()).containsExactly("template.status", "stop.opened");
    assertThat(events()).extracting(LoggedEvent::inboxId).doesNotContainNull();
  }

  @ParameterizedTest
  @CsvSource({"template_approved", "template_unpaused", "template_reinstated"})
  void lets_a_template_go_on_as_soon_as_meta_says_so(String fixture) {
    receive("template_paused");
    receive(Fixtures.body(fixture), LATER);

    assertThat(one("SELECT status FROM templates")).isEqualTo("APPROVED");
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(claim()).isInstanceOf(Claim.Granted.class);
    assertThat(kinds())
        .containsExactly("template.status", "stop.opened", "template.status", "stop.cleared");
  }

  @Test
  void goes_by_metas_time_where_webhooks_overtake_each_other() {
    receive(Fixtures.body("template_approved"), LATER);
    receive("template_paused");

    assertThat(one("SELECT status FROM templates")).isEqualTo("APPROVED");
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(events().get(1).words()).contains("A later status was told before");
  }

  @ParameterizedTest
  @CsvSource({
    "template_flagged, APPROVED",
    "template_pending, PENDING",
    "template_locked, APPROVED"
  })
  void stops_nothing_for_what_says_nothing_of_sending(String fixture, String status) {
    receive(fixture);
    assertThat(one("SELECT status FROM templates")).isEqualTo(status);
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(kinds()).containsExactly("template.status");
  }

  @Test
  void carries_out_each_event_once_however_often_it_is_handled() {
    PendingEvent event = bench.receive(Fixtures.body("template_paused"), scenario.account).get(0);
    bench.handle(event);
    bench.handle(event);
    assertThat(kinds()).containsExactly("template.status", "stop.opened");
  }

  @Test
  void changes_nothing_of_another_account_that_names_the_same_waba() {
    UUID other = new Scenario(jdbc).account;
    jdbc.sql(
            "UPDATE templates SET waba_id = '102290129340398', name = 'spring_sale', language = 'en_US'")
        .update();
    receive("template_paused");
    assertThat(
            jdbc.sql("SELECT status FROM templates WHERE account_id = ?")
                .param(other)
                .query(String.class)
                .single())
        .isEqualTo("APPROVED");
    assertThat(log.lastId(other)).isZero();
  }

  @Test
  void counts_what_is_of_no_account_and_changes_nothing() {
    bench.dispatch(bench.receive(Fixtures.body("account_disabled"), null));
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(bench.unused("of no account")).isEqualTo(1);
    assertThat(one("SELECT state FROM inbox")).isEqualTo("done");
  }

  @Test
  void asks_for_consent_as_soon_as_a_template_becomes_marketing() {
    jdbc.sql("UPDATE templates SET category = 'UTILITY'; UPDATE campaigns SET category = 'UTILITY'")
        .update();
    jdbc.sql("UPDATE contacts SET opt_in_at = NULL").update();

    receive("template_category_completed");

    assertThat(one("SELECT category FROM campaigns")).isEqualTo("MARKETING");
    assertThat(claim()).isInstanceOf(Claim.Answered.class);
    assertThat(one("SELECT skip_reason FROM messages")).isEqualTo("no-consent");
  }

  @Test
  void keeps_asking_for_consent_where_a_template_is_no_longer_marketing_but_goes_through_cloud() {
    jdbc.sql("UPDATE contacts SET opt_in_at = NULL").update();
    receive(
        new String(Fixtures.body("template_category_completed"))
            .replace("\"UTILITY\"", "\"X\"")
            .replace("\"MARKETING\"", "\"UTILITY\"")
            .replace("\"X\"", "\"MARKETING\"")
            .getBytes());

    assertThat(one("SELECT category FROM templates")).isEqualTo("UTILITY");
    assertThat(bench.get(Campaigns.class).get(campaign).category()).isEqualTo("UTILITY");
    assertThat(bench.route(campaign)).isEqualTo(Route.CLOUD);
    assertThat(claim()).isInstanceOf(Claim.Answered.class);
    assertThat(one("SELECT skip_reason FROM messages")).isEqualTo("no-consent");
  }

  @Test
  void tells_a_journey_of_an_answer_on_the_number_that_its_step_names() {
    UUID other = scenario.anotherChannel("waba-2");
    jdbc.sql("UPDATE channels SET phone_number_id = '106540352242923' WHERE id = ?")
        .param(other)
        .update();
    String reply =
        new String(Fixtures.body("inbound_text")).replace(Fixtures.NUMBER, "106540352242923");
    jdbc.sql(
            """
            UPDATE contacts SET phone = '+16505551234';
            INSERT INTO journey_plans SELECT id, 'plan', '{"steps": []}', '{}', '{replied}', now()
            FROM accounts;
            UPDATE campaigns SET journey_hash = 'plan';
            UPDATE messages SET status = 'accepted', wamid = 'wamid.out', pinned = true, journey = 0,
              step = 'ask', accepted_at = to_timestamp(1751142000);
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at,
              outcome, wamid)
            SELECT gen_random_uuid(), id, campaign_id, 'cloud', 1, 1, now(), 'accepted', wamid
            FROM messages;
            """)
        .update();

    receive(reply.getBytes());
    assertThat(told("replied")).as("that number has sent nothing").isZero();
    jdbc.sql("UPDATE messages SET channel_id = ?").param(other).update();
    receive(reply.replace("wamid.in", "wamid.in.2").getBytes());

    assertThat(told("replied")).isEqualTo(1);
  }

  private int told(String event) {
    return jdbc.sql("SELECT count(*) FROM journey_signals WHERE event = ?")
        .param(event)
        .query(Integer.class)
        .single();
  }

  @Test
  void says_when_a_template_will_be_counted_into_another_category() {
    receive("template_category_impending");
    assertThat(one("SELECT category FROM templates")).isEqualTo("MARKETING");
    assertThat(events().get(0).words()).contains("MARKETING", "2025-06-29T20:34:48Z");
  }

  @Test
  void learns_a_numbers_throughput_and_limit_and_asks_meta() {
    receive("number_throughput_upgrade");
    assertThat(one("SELECT throughput || messaging_limit || told FROM channels"))
        .isEqualTo("1000TIER_UNLIMITEDfalse");
    assertThat(events().get(0).channelId()).isEqualTo(scenario.channel);
  }

  @Test
  void leaves_a_throughput_that_an_operator_has_said() {
    jdbc.sql("UPDATE channels SET throughput = 7, throughput_configured = true").update();
    receive("number_throughput_upgrade");
    assertThat(one("SELECT throughput::text FROM channels")).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({"capability_tier, TIER_10K", "capability_number, 2000"})
  void sets_the_messaging_limit_of_all_numbers_of_the_waba(String fixture, String limit) {
    scenario.anotherChannel("102290129340398");
    receive(fixture);
    assertThat(jdbc.sql("SELECT messaging_limit FROM channels").query(String.class).list())
        .containsExactly(limit, limit);
  }

  @ParameterizedTest
  @CsvSource({
    "account_restriction, 368, account.restricted",
    "account_disabled, 131031, account.disabled",
    "account_deleted, 131031, account.deleted",
    "account_offboarded, 133010, account.offboarded"
  })
  void stops_a_waba_that_may_not_send(String fixture, int code, String kind) {
    receive(fixture);
    assertThat(stops.openOf(scenario.channel))
        .singleElement()
        .satisfies(
            stop -> {
              assertThat(stop.scope()).isEqualTo(Stop.Scope.WABA);
              assertThat(stop.code()).isEqualTo(code);
            });
    assertThat(claim()).isInstanceOf(Claim.Answered.class);
    assertThat(kinds()).containsExactly(kind, "stop.opened");
  }

  @ParameterizedTest
  @CsvSource({
    "account_disabled, account_reinstated",
    "account_restriction, account_reinstated",
    "account_offboarded, account_reconnected"
  })
  void lets_a_waba_go_on_when_it_is_given_back(String taken, String given) {
    receive(taken);
    receive(given);
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(claim()).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void stops_nothing_for_a_ban_that_is_to_come() {
    receive("account_disable_scheduled");
    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(events())
        .singleElement()
        .satisfies(event -> assertThat(event.severity()).isEqualTo("critical"));
  }

  @Test
  void opens_marketing_messages_when_their_terms_are_signed() {
    bench
        .get(AccountStops.class)
        .openForTemplate(
            scenario.account,
            new AccountStops.Stopped(Fixtures.WABA, "spring_sale", "en_US"),
            new Stops.Refusal(Stop.Cause.TEMPLATE, 131063, "No marketing.", "Sign."));
    jdbc.sql("UPDATE channels SET mm_enabled = false").update();

    receive("account_marketing_terms_signed");

    assertThat(stops.openOf(scenario.channel)).isEmpty();
    assertThat(one("SELECT mm_enabled::text FROM channels")).isEqualTo("false");
    assertThat(events()).anySatisfy(e -> assertThat(e.words()).contains("mm_enabled\": true"));
  }

  @ParameterizedTest
  @CsvSource({"pause, 1, stop.opened", "slow, 0, number.slowed"})
  void does_by_policy_what_a_number_with_spam_reports_asks_for(
      String policy, int open, String kind) {
    jdbc.sql("UPDATE channels SET quality_policy = ?").param(policy).update();
    jdbc.sql("UPDATE messages SET status = 'accepted', wamid = 'wamid.out', accepted_at = now()")
        .update();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at,
              outcome, wamid)
            SELECT gen_random_uuid(), id, campaign_id, 'cloud', 1, 1, now(), 'accepted', wamid
            FROM messages
            """)
        .update();
    receive(new String(Fixtures.body("status_failed")).replace("131049", "131048").getBytes());

    assertThat(stops.openOf(scenario.channel)).hasSize(open);
    assertThat(kinds()).containsExactly(kind);
    assertThat(one("SELECT (slowed_at IS NOT NULL)::text FROM channels"))
        .isEqualTo(String.valueOf(open == 0));
    assertThat(events().get(0).words()).contains("131048", "spam");
  }

  @ParameterizedTest
  @CsvSource({
    "template_quality, template.quality, info",
    "template_components, template.components, warning",
    "number_name, number.name, warning",
    "number_security, number.security, warning",
    "account_alert, account.alert, info",
    "account_review, account.review, info",
    "account_violation, account.violation, warning",
    "account_verified, account.update, info",
    "errors_of_account, account.error, warning"
  })
  void writes_on_the_log_what_a_person_has_to_know(String fixture, String kind, String severity) {
    receive(fixture);
    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(kind);
              assertThat(event.severity()).isEqualTo(severity);
              assertThat(event.words()).doesNotContain("6505551234", "15550783881");
            });
  }

  @Test
  void keeps_a_templates_quality_and_has_its_content_fetched_when_an_edit_was_approved() {
    receive("template_quality");
    assertThat(one("SELECT quality FROM templates")).isEqualTo("YELLOW");

    receive("template_components");
    assertThat(one("SELECT count(*)::text FROM template_syncs WHERE due_at <= now()"))
        .isEqualTo("1");
    assertThat(one("SELECT told::text FROM channels"))
        .as("its channel looks now")
        .isEqualTo("false");
  }

  @Test
  void counts_clicks_and_views_for_campaign_and_template() {
    jdbc.sql("UPDATE campaigns SET started_at = ?")
        .param(Fixtures.AT.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
        .update();
    receive("action_link_click");
    receive("action_link_click_bare");
    receive("action_landing_page_view");

    assertThat(bench.get(CampaignCounters.class).of(campaign).metrics())
        .containsEntry("clicked", 2L)
        .containsEntry("landing_page_views", 1L);
    assertThat(
            jdbc.sql("SELECT name || language || metric || n FROM template_clicks ORDER BY metric")
                .query(String.class)
                .list())
        .containsExactly("spring_saleen_USclicked2", "spring_saleen_USlanding_page_views1");
  }

  @Test
  void has_a_handler_for_every_kind_of_fact_but_those_that_are_only_counted() {
    assertThat(WebhookFact.class.getPermittedSubclasses())
        .filteredOn(kind -> !bench.handled().contains(kind))
        .containsExactlyInAnyOrder(MessageEcho.class, Unknown.class);
  }

  @Test
  void writes_the_moves_of_campaigns_on_the_log() {
    jdbc.sql("UPDATE campaigns SET status = 'paused', status_reason = 'Unpaid.'").update();
    jdbc.sql("UPDATE campaigns SET status = 'running', status_reason = NULL").update();
    assertThat(kinds()).containsExactly("campaign.paused", "campaign.resumed");
    assertThat(events().get(0).words()).isEqualTo("Campaign paused: Unpaid.");
    assertThat(events()).extracting(LoggedEvent::campaignId).containsOnly(campaign);
  }

  @Test
  void learns_the_number_behind_a_bsuid_from_a_status_that_names_both() {
    Claim.Granted granted = (Claim.Granted) claim();
    bench
        .get(OutcomeLedger.class)
        .record(new AttemptOutcome.Accepted(granted.attemptId(), 200, "wamid.out"));
    receive(
        new String(Fixtures.body("status_parent_user_id"))
            .replace(
                "\"recipient_user_id\"", "\"recipient_id\": \"16505551234\", \"recipient_user_id\"")
            .getBytes());

    assertThat(one("SELECT user_id || ' ' || phone FROM identities"))
        .isEqualTo("US.1 +16505551234");
  }

  private Claim claim() {
    return bench.get(SendLedger.class).claim(message, 1, Route.CLOUD);
  }

  private void receive(String fixture) {
    receive(Fixtures.body(fixture));
  }

  /** The same webhook, of another time. */
  private void receive(byte[] body, String time) {
    receive(new String(body).replace("\"time\": 1751142888", "\"time\": " + time).getBytes());
  }

  private void receive(byte[] body) {
    bench.dispatch(bench.receive(body, scenario.account));
  }

  private List<LoggedEvent> events() {
    return log.after(new EventFilter(scenario.account, null, null, null), 0, 100);
  }

  private List<String> kinds() {
    return events().stream().map(LoggedEvent::kind).toList();
  }

  private String one(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }
}
