package dev.whatsway.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MessagesTest extends ApiTest {

  private Given given;
  private UUID campaign;

  @BeforeEach
  void aCampaign() {
    given = new Given(api, jdbc);
    campaign = given.campaign();
  }

  @Test
  void a_message_shows_its_attempts_and_what_can_be_done() {
    UUID id =
        given.message(
            campaign,
            0,
            "failed",
            "recipient_number = '+4915112345678'",
            "route = 'cloud', fell_back = true, wamid = 'wamid.1'",
            "accepted_at = '2026-11-24T10:00:02Z', failed_at = '2026-11-24T10:00:09Z'",
            "error_code = 131026, error_title = 'Message undeliverable'",
            "pricing_category = 'marketing', pricing_type = 'regular', billable = true",
            "cost = 0.0783, cost_currency = 'EUR'");
    UUID refused = attempt(id, "marketing_messages", 1, "refused", 400, 131055, "Not allowed");
    UUID accepted = attempt(id, "cloud", 2, "accepted", 200, null, null);
    String channel = api.get("/api/v1/campaigns/" + campaign).json().path("channel_id").asString();

    JsonNode message = api.get("/api/v1/messages/" + id).json();

    assertThat(message)
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"id": "%1$s", "campaign_id": "%2$s", "contact": "+4915112345678",
                 "channel_id": "%3$s", "type": "template", "template": {"name": "spring_sale", "language": "en_US"},
                 "status": "failed", "skip_reason": null, "hold_reason": null, "put_off_until": null,
                 "message_status": null, "lost_answer": null, "route": "cloud",
                 "fell_back": true,
                 "attempts": [
                   {"id": "%4$s", "route": "marketing_messages",
                    "started_at": "2026-11-24T10:00:01Z", "finished_at": "2026-11-24T10:00:01.500Z",
                    "outcome": "refused", "http_status": 400,
                    "error": {"code": 131055, "title": "Not allowed", "details": "more"}},
                   {"id": "%5$s", "route": "cloud",
                    "started_at": "2026-11-24T10:00:02Z", "finished_at": "2026-11-24T10:00:02.500Z",
                    "outcome": "accepted", "http_status": 200, "error": null}],
                 "wamid": "wamid.1", "created_at": "2026-11-24T10:00:00Z",
                 "accepted_at": "2026-11-24T10:00:02Z", "sent_at": null, "delivered_at": null,
                 "read_at": null, "clicked_at": null, "replied_at": null,
                 "failed_at": "2026-11-24T10:00:09Z",
                 "failed": {"code": 131026, "title": "Message undeliverable",
                   "next": "Nothing: the number is not on WhatsApp, or its app is too old for it."},
                 "pricing": {"category": "marketing", "type": "regular", "billable": true},
                 "cost": {"amount": "0.0783", "currency": "EUR"},
                 "request": null, "workflow_url": "http://temporal.test/namespaces/default/workflows/message%%2F%1$s"}
                """
                    .formatted(id, campaign, channel, refused, accepted)));
  }

  @Test
  void a_queued_message_says_why_it_waits() {
    UUID id = given.message(campaign, 0, "queued", "hold_reason = 'paused'");

    JsonNode message = api.get("/api/v1/messages/" + id).json();

    assertThat(message.path("hold_reason").asString()).isEqualTo("paused");
    assertThat(message.path("failed").isNull()).isTrue();
    assertThat(message.path("attempts").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "delivered", "queued"})
  void a_campaigns_messages_page_through_one_status_in_order(String status) {
    List<String> expected = new ArrayList<>();
    for (int ordinal = 0; ordinal < 9; ordinal++) {
      if (ordinal % 2 == 0) {
        expected.add(given.message(campaign, ordinal, status).toString());
      } else {
        given.message(campaign, ordinal, "skipped");
      }
    }

    assertThat(ids("status=" + status)).isEqualTo(expected);
    assertThat(ids("")).hasSize(9);
  }

  @Test
  void the_gateways_messages_have_no_campaign_and_a_list_of_their_own() {
    given.message(campaign, 0, "delivered");
    String channel = api.get("/api/v1/campaigns/" + campaign).json().path("channel_id").asString();
    List<String> sent = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      sent.add(0, gateway(channel, second, second == 1 ? "failed" : "accepted").toString());
    }

    JsonNode message = api.get("/api/v1/messages/" + sent.get(0)).json();
    assertThat(message.path("campaign_id").isNull()).isTrue();
    assertThat(message.path("template").isNull()).isTrue();
    assertThat(message.path("workflow_url").isNull()).isTrue();
    assertThat(message.path("type").asString()).isEqualTo("text");
    assertThat(message.path("contact").asString()).isEqualTo("DE.1a2b3c");

    assertThat(pages("/api/v1/messages?limit=2")).isEqualTo(sent);
    assertThat(pages("/api/v1/messages?limit=1&channel_id=" + channel)).isEqualTo(sent);
    assertThat(pages("/api/v1/messages?limit=1&channel_id=" + UUID.randomUUID())).isEmpty();
    assertThat(pages("/api/v1/messages?limit=5&status=failed")).containsExactly(sent.get(1));
    assertThat(api.get("/api/v1/messages?status=lost").status()).isEqualTo(400);
  }

  private UUID gateway(String channel, int second, String status) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO messages (id, step, channel_id, recipient_number, message_type, status,
              created_at, updated_at)
            VALUES (:id, 'gateway', :channel::uuid, 'DE.1a2b3c', 'text', :status,
              '2026-11-24T10:00:00Z'::timestamptz + :second * interval '1 second', now())
            """)
        .param("id", id)
        .param("channel", channel)
        .param("second", second)
        .param("status", status)
        .update();
    return id;
  }

  private List<String> pages(String path) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get(path + "&cursor=" + cursor).json();
      page.path("data").forEach(message -> ids.add(message.path("id").asString()));
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    return ids;
  }

  private List<String> ids(String filter) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          api.get(
                  "/api/v1/campaigns/%s/messages?limit=2&cursor=%s&%s"
                      .formatted(campaign, cursor, filter))
              .json();
      page.path("data").forEach(message -> ids.add(message.path("id").asString()));
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    return ids;
  }

  private UUID attempt(
      UUID message,
      String route,
      int second,
      String outcome,
      int http,
      @Nullable Integer code,
      @Nullable String title) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at,
              finished_at, outcome, http_status, error_code, error_title, error_details)
            VALUES (:id, :message, :campaign, :route, 1, 1,
              '2026-11-24T10:00:00Z'::timestamptz + :second * interval '1 second',
              '2026-11-24T10:00:00.5Z'::timestamptz + :second * interval '1 second',
              :outcome, :http, :code, :title, :details)
            """)
        .param("id", id)
        .param("message", message)
        .param("campaign", campaign)
        .param("route", route)
        .param("second", second)
        .param("outcome", outcome)
        .param("http", http)
        .param("code", code)
        .param("title", title)
        .param("details", code == null ? null : "more")
        .update();
    return id;
  }
}
