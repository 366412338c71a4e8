package dev.whatsway.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CampaignsTest extends ApiTest {

  private static final String CAMPAIGNS = "/api/v1/campaigns";

  private Given given;
  private UUID channel;
  private UUID audience;

  @BeforeEach
  void aChannelATemplateAndAnAudience() {
    given = new Given(api, jdbc);
    channel = given.channel();
    audience = given.audience();
    given.template(channel);
  }

  @Test
  void a_campaign_keeps_its_fallback_channels_in_their_order() {
    UUID second = given.channel();
    UUID third = given.channel();

    Api.Answer answer = create(fallbacks(third, second));

    assertThat(answer.status()).isEqualTo(201);
    JsonNode shown = api.get(CAMPAIGNS + "/" + answer.id()).json().path("fallback_channel_ids");
    assertThat(shown.path(0).asString()).isEqualTo(third.toString());
    assertThat(shown.path(1).asString()).isEqualTo(second.toString());
  }

  @Test
  void a_fallback_that_cannot_stand_in_says_why() {
    UUID stranger = new Given(stranger(), jdbc).channel();
    UUID without =
        api.post(
                "/api/v1/channels",
                Given.channelJson(Given.number(), "").replace("102290129340398", "555555555555555"))
            .id();

    assertThat(create(fallbacks(channel)).error("fallback_channel_ids[0]")).contains("another");
    assertThat(create(fallbacks(stranger)).error("fallback_channel_ids[0]"))
        .contains("of this account");
    assertThat(create(fallbacks(without)).error("fallback_channel_ids[0]"))
        .contains("template approved", "sync-templates");
    UUID twice = given.channel();
    assertThat(create(fallbacks(twice, twice)).error("fallback_channel_ids[1]")).contains("twice");
  }

  @Test
  void a_fallback_takes_what_the_campaign_gives_and_no_upload_of_another_number() {
    UUID fallback =
        api.post(
                "/api/v1/channels",
                Given.channelJson(Given.number(), "").replace("102290129340398", "555555555555555"))
            .id();
    String reply = ", {\"type\": \"BUTTONS\", \"buttons\": [{\"type\": \"%s\", \"text\": \"a\"}]}";
    photo(channel, reply.formatted("QUICK_REPLY"));
    photo(fallback, "");
    String link = "\"header.image.link\": \"https://shop.test/a.jpg\"";
    String payload = ", \"button.0.quick_reply.payload\": \"yes\"";

    assertThat(createPhoto(fallback, link).status()).isEqualTo(201);
    assertThat(createPhoto(fallback, link + payload).error("fallback_channel_ids[0]"))
        .contains("same variables");
    assertThat(
            createPhoto(fallback, "\"header.image.id\": \"1602186516975000\"")
                .error("fallback_channel_ids[0]"))
        .contains("header.image.link");
  }

  private void photo(UUID channel, String more) {
    Api.Answer made =
        api.post(
            "/api/v1/templates",
            """
            {"name": "photo", "language": "en_US", "category": "MARKETING", "channel_id": "%s",
             "components": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Hi"}%s]}
            """
                .formatted(channel, more));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private Api.Answer createPhoto(UUID fallback, String variables) {
    return api.post(
        CAMPAIGNS,
        Given.campaignJson(channel, audience, fallbacks(fallback))
            .replace("spring_sale", "photo")
            .replace("\"1\": \"{{name}}\"", variables));
  }

  private static String fallbacks(UUID... ids) {
    return ", \"fallback_channel_ids\": "
        + Stream.of(ids).map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void a_campaign_is_a_draft_first() {
    Api.Answer answer =
        create(
            """
            , "schedule": {"start_at": "2030-12-01T09:00:00", "timezone": "Europe/Berlin",
               "start_by": "2030-12-01T12:00:00+01:00"}, "message_ttl": 3600
            """);

    assertThat(answer.status()).isEqualTo(201);
    JsonNode campaign = answer.json();
    UUID id = answer.id();
    ((ObjectNode) campaign).remove("created_at");
    ((ObjectNode) campaign).remove("updated_at");
    assertThat(campaign)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"id": "%1$s", "name": "Spring sale", "channel_id": "%2$s",
                 "fallback_channel_ids": [], "audience_id": "%3$s", "segment_id": null,
                 "entry_event": null, "template": {"name": "spring_sale", "language": "en_US"},
                 "variables": {"1": "{{name}}"}, "journey": null, "journey_hash": null,
                 "pause_mode": null, "category": "MARKETING",
                 "schedule": {"start_at": "2030-12-01T09:00:00+01:00", "timezone": "Europe/Berlin",
                   "start_by": "2030-12-01T12:00:00+01:00", "misfire": "skip", "end_at": null},
                 "tracking": "message-workflow", "tracked_links": false, "link_target": null,
                 "message_ttl": "PT1H", "unknown_deadline": "P1D",
                 "marketing_cap_retries": 1, "quiet_hours": null, "priority": 50,
                 "status": "draft", "status_reason": null,
                 "counts": {"planned": 0, "accepted": 0, "sent": 0, "delivered": 0, "read": 0,
                   "clicked": 0, "replied": 0, "failed": 0, "skipped": 0, "unknown": 0,
                   "expired": 0, "canceled": 0, "queued": 0, "fallbacks": 0,
                   "routes": {"marketing_messages": 0, "cloud": 0}, "rejected_rows": 0},
                 "temporal_ui_url": "http://temporal.test/namespaces/default/workflows?query=CampaignId%%3D%%22%1$s%%22",
                 "workflow_url": "http://temporal.test/namespaces/default/workflows/campaign%%2F%1$s",
                 "launched_at": null, "started_at": null, "closed_at": null}
                """
                    .formatted(id, channel, audience)));
  }

  @Test
  void quiet_hours_and_priority_are_kept() {
    JsonNode campaign =
        create(
                """
                , "quiet_hours": {"from": "20:00", "to": "09:30"}, "priority": 90
                """)
            .json();
    assertThat(campaign.path("quiet_hours"))
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"from": "20:00", "to": "09:30", "timezone": "recipient"}
                """));
    assertThat(campaign.path("priority").asInt()).isEqualTo(90);
  }

  @Test
  void quiet_hours_leave_some_time_beside_the_accounts() {
    api.put(
        "/api/v1/settings/quiet-hours",
        """
        {"default": {"from": "21:00", "to": "08:00"}, "countries": {"FR": {"from": "08:00", "to": "10:00"}}}
        """);
    assertThat(
            create(", \"quiet_hours\": {\"from\": \"10:00\", \"to\": \"21:00\"}")
                .error("quiet_hours"))
        .contains("some time of the day", "For FR");
    assertThat(create(", \"quiet_hours\": {\"from\": \"10:00\", \"to\": \"20:59\"}").status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"segment_id\": \"00000000-0000-0000-0000-000000000001\" | segment_id        | left out",
        "\"segment_id\": \"s\"                                      | segment_id        | an id such as",
        "\"quiet_hours\": {\"from\": \"22:00\"}                         | quiet_hours.to    | local time such as",
        "\"quiet_hours\": {\"from\": \"10pm\", \"to\": \"08:00\"}         | quiet_hours.from  | local time such as",
        "\"quiet_hours\": {\"from\": \"08:00\", \"to\": \"08:00\"}        | quiet_hours.to    | another time",
        "\"quiet_hours\": {\"from\": \"22:00\", \"to\": \"08:00\", \"timezone\": \"UTC\"} | quiet_hours.timezone | recipient, campaign",
        "\"priority\": 101                                            | priority          | from 0 to 100",
        "\"priority\": \"high\"                                       | priority          | whole number",
        "\"journey\": {}                                                | journey.steps     | 1 to 100 steps",
        "\"journey\": {}                                                | template          | left out",
        "\"journey\": []                                                | journey           | JSON object",
        "\"pause_mode\": \"freeze\"                                       | pause_mode        | only journeys",
        "\"tracking\": \"none\"                                         | tracking          | message-workflow, ledger",
        "\"tracking\": \"fast\"                                         | tracking          | message-workflow",
        "\"category\": \"UTILITY\"                                      | category          | MARKETING",
        "\"message_ttl\": \"soon\"                                      | message_ttl       | ISO 8601",
        "\"message_ttl\": \"P90D\"                                      | message_ttl       | P60D",
        "\"message_ttl\": 0                                             | message_ttl       | ISO 8601",
        "\"unknown_deadline\": \"-PT1S\"                                | unknown_deadline  | ISO 8601",
        "\"schedule\": {\"start_at\": \"tomorrow\"}                     | schedule.start_at | 2026-12-01T09:00:00+01:00",
        "\"schedule\": {\"start_at\": \"2030-12-01\"}                   | schedule.start_at | 2026-12-01T09:00:00+01:00",
        "\"schedule\": {\"timezone\": \"Berlin\"}                       | schedule.timezone | Europe/Berlin",
        "\"schedule\": {\"misfire\": \"later\"}                         | schedule.misfire  | skip, send",
        "\"schedule\": {\"end_at\": \"2020-01-01T00:00:00Z\"}            | schedule.end_at   | in the future",
        "\"schedule\": {\"start_at\": \"2031-01-01T00:00:00Z\", \"end_at\": \"2030-01-01T00:00:00Z\"} | schedule.end_at | after schedule.start_at",
        "\"marketing_cap_retries\": 8                                 | marketing_cap_retries | from 0 to 7",
        "\"schedule\": {\"start_by\": \"2020-01-01T00:00:00Z\"}         | schedule.start_by | in the future",
        "\"schedule\": {\"start_at\": \"2030-03-31T02:30:00\", \"timezone\": \"Europe/Berlin\"} | schedule.start_at | does not exist",
        "\"schedule\": {\"start_at\": \"2030-02-01T00:00:00Z\", \"start_by\": \"2030-01-01T00:00:00Z\"} | schedule.start_by | before",
      })
  void what_is_wrong_is_named_with_what_would_be_right(String more, String field, String right) {
    Api.Answer answer = create(", " + more);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).contains(right);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                       | variables.1 | declares it",
        "{\"1\": \"a\", \"2\": \"b\"}             | variables.2 | declares 1",
        "{\"1\": \"Hi {{name\"}                   | variables.1 | {{name}}",
        "{\"1\": \"Hi {{}}\"}                     | variables.1 | {{name}}",
        "{\"1\": \"\"}                            | variables.1 | 1 to 1024",
        "{\"1\": null}                            | variables.1 | 1 to 1024",
        "{\"1\": \"a\\nb\"}                       | variables.1 | line breaks",
      })
  void variables_must_be_those_of_the_template(String variables, String field, String right) {
    Api.Answer answer =
        api.post(
            CAMPAIGNS,
            Given.campaignJson(channel, audience, "").replace("{\"1\": \"{{name}}\"}", variables));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).contains(right);
  }

  @Test
  void the_template_must_be_known_for_the_channels_waba_and_approved() {
    String unknown = Given.campaignJson(channel, audience, "").replace("en_US", "de");
    assertThat(api.post(CAMPAIGNS, unknown).error("template")).contains("/api/v1/templates");

    jdbc.sql("UPDATE templates SET status = 'PAUSED'").update();
    assertThat(create("").error("template")).contains("PAUSED");
  }

  @Test
  void the_list_can_be_filtered_by_status() {
    create("");

    assertThat(api.get(CAMPAIGNS + "?status=draft").json().path("data").size()).isEqualTo(1);
    assertThat(api.get(CAMPAIGNS + "?status=running").json().path("data").size()).isZero();
    assertThat(api.get(CAMPAIGNS + "?status=sent").error("status")).contains("draft, scheduled");
  }

  @Test
  void a_report_splits_the_planned_by_outcome() {
    UUID id = create("").id();
    jdbc.sql(
            """
            UPDATE campaigns SET status = 'completed', started_at = '2026-11-24T10:00:00Z',
              closed_at = '2026-11-24T10:00:10Z' WHERE id = ?
            """)
        .param(id)
        .update();
    String accepted = "accepted_at = now(), route = 'marketing_messages'";
    given.message(id, 0, "accepted", accepted);
    given.message(
        id, 1, "read", accepted, "sent_at = now()", "delivered_at = now()", "read_at = now()");
    given.message(
        id,
        2,
        "delivered",
        "accepted_at = now(), route = 'cloud', fell_back = true",
        "sent_at = now()",
        "delivered_at = now()");
    given.message(id, 3, "failed", "error_code = 131026", "error_title = 'Message undeliverable'");
    given.message(id, 4, "failed", "error_code = 131026", "error_title = 'Message undeliverable'");
    given.message(id, 5, "failed", "error_code = 131049", "error_title = 'Healthy ecosystem'");
    given.message(id, 6, "skipped");
    given.message(id, 7, "unknown");
    given.message(id, 8, "expired");
    given.message(id, 9, "canceled");

    JsonNode report = api.get(CAMPAIGNS + "/" + id + "/report").json();

    assertThat(report)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"campaign_id": "%s", "status": "completed", "planned": 10, "accepted": 3,
                 "sent": 0, "delivered": 1, "read": 1, "clicked": 0, "replied": 0, "failed": 3,
                 "skipped": 1, "unknown": 1, "expired": 1, "canceled": 1, "queued": 0,
                 "fallbacks": 1, "routes": {"marketing_messages": 2, "cloud": 1},
                 "rejected_rows": 0,
                 "reached": {"accepted": 3, "sent": 2, "delivered": 2, "read": 1},
                 "failures": [
                   {"code": 131026, "title": "Message undeliverable", "count": 2},
                   {"code": 131049, "title": "Healthy ecosystem", "count": 1}],
                 "skipped_by_reason": {"no-consent": 1}, "unknown_resent": 0,
                 "cost": {"total": [], "saved_by_windows": [], "messages": 0, "without_cost": 2},
                 "conserved": true,
                 "elapsed_seconds": 10.000, "messages_per_second": 0.700, "journey": null}
                """
                    .formatted(id)));
  }

  @Test
  void a_report_sums_cost_by_currency_with_what_windows_saved() {
    UUID id = create("").id();
    String delivered = "delivered_at = now()";
    given.message(id, 0, "delivered", delivered, "cost = 0.1131, cost_currency = 'EUR'");
    given.message(id, 1, "delivered", delivered, "cost = 0.1131, cost_currency = 'EUR'");
    given.message(id, 2, "read", delivered, "cost = 0.05, cost_currency = 'USD'");
    given.message(id, 3, "read", delivered, "cost = 0, saved = 0.07, cost_currency = 'EUR'");
    given.message(id, 4, "delivered", delivered);

    JsonNode cost = api.get(CAMPAIGNS + "/" + id + "/report").json().path("cost");

    assertThat(cost)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"total": [{"amount": "0.2262", "currency": "EUR"},
                   {"amount": "0.0500", "currency": "USD"}],
                 "saved_by_windows": [{"amount": "0.0700", "currency": "EUR"}],
                 "messages": 4, "without_cost": 1}
                """));
  }

  @Test
  void a_closed_campaign_with_messages_left_over_is_not_conserved() {
    UUID id = create("").id();
    given.message(id, 0, "queued");
    assertThat(api.get(CAMPAIGNS + "/" + id + "/report").json().path("conserved").asBoolean())
        .isTrue();

    jdbc.sql("UPDATE campaigns SET status = 'completed' WHERE id = ?").param(id).update();

    assertThat(api.get(CAMPAIGNS + "/" + id + "/report").json().path("conserved").asBoolean())
        .isFalse();
  }

  private Api.Answer create(String more) {
    return api.post(CAMPAIGNS, Given.campaignJson(channel, audience, more));
  }
}
