package dev.whatsway.api.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.store.link.LinkTokens;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class TrackedLinksTest extends ApiTest {

  private static final String TARGET = "https://shop.example.com/spring?who=Ana%20B";
  private static final String PHONE =
      "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/126.0.0.0 Mobile Safari/537.36";

  @Autowired private LinkTokens tokens;
  private Given given;
  private UUID campaign;
  private UUID message;
  private UUID attempt;

  @BeforeEach
  void aMessageThatWasSent() {
    given = new Given(api, jdbc);
    campaign = given.campaign();
    message =
        given.message(campaign, 0, "sent", "link_target = '" + TARGET + "'", "sent_at = now()");
    attempt = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO attempts (id, message_id, campaign_id, route, round, number, started_at,
              outcome)
            SELECT ?, id, campaign_id, 'cloud', 1, 1, now(), 'accepted' FROM messages WHERE id = ?
            """)
        .params(attempt, message)
        .update();
  }

  @Test
  void a_person_gets_to_the_stored_target_and_the_click_into_the_inbox() {
    Api.Answer answer = follow(tokens.token(message), "User-Agent", PHONE);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo(TARGET);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(clicks())
        .singleElement()
        .satisfies(payload -> assertThat(payload).contains(attempt.toString()));
  }

  @Test
  void however_often_somebody_clicks_the_inbox_takes_one() {
    for (int i = 0; i < 50; i++) {
      assertThat(follow(tokens.token(message), "User-Agent", PHONE).status()).isEqualTo(302);
    }
    assertThat(clicks()).hasSize(1);

    jdbc.sql("DELETE FROM inbox").update();
    jdbc.sql("UPDATE messages SET clicked_at = now() WHERE id = ?").param(message).update();
    follow(tokens.token(message), "User-Agent", PHONE);
    assertThat(clicks()).as("known already").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WhatsApp/2.23.20.0 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0",
        "Slackbot-LinkExpanding 1.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Java-http-client/17.0.15",
        " "
      })
  void a_bot_gets_there_but_is_no_click(String agent) {
    assertThat(follow(tokens.token(message), "User-Agent", agent).status()).isEqualTo(302);
    assertThat(clicks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Purpose, prefetch",
    "Sec-Purpose, prefetch;prerender",
    "X-Moz, prefetch",
    "X-Purpose, preview"
  })
  void a_prefetch_is_no_click(String header, String value) {
    assertThat(follow(tokens.token(message), "User-Agent", PHONE, header, value).header("Location"))
        .isEqualTo(TARGET);
    assertThat(clicks()).isEmpty();
  }

  @Test
  void a_HEAD_is_no_click() {
    Api.Answer answer =
        api.send(
            api.anonymous("/r/" + tokens.token(message))
                .header("User-Agent", PHONE)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(302);
    assertThat(clicks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/90 Mobile",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Mobile/15E148 WhatsApp/24.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 [FBAN/FBIOS;FBAV/470]"
      })
  void a_person_with_a_phone_or_an_in_app_browser_is_a_click(String agent) {
    follow(tokens.token(message), "User-Agent", agent);
    assertThat(clicks()).hasSize(1);
  }

  @Test
  void open_redirect_nothing_in_the_request_changes_where_a_link_leads() {
    String token = tokens.token(message);
    for (String path :
        List.of(
            token + "?url=https://evil.example.com",
            token + "?link_target=https://evil.example.com&target=//evil.example.com")) {
      assertThat(
              follow(
                      path,
                      "User-Agent",
                      PHONE,
                      "X-Forwarded-Host",
                      "evil.example.com",
                      "X-Forwarded-Proto",
                      "javascript")
                  .header("Location"))
          .isEqualTo(TARGET);
    }
  }

  @Test
  void open_redirect_a_forged_token_leads_nowhere() {
    String token = tokens.token(message);
    char other = token.charAt(30) == 'A' ? 'B' : 'A';
    UUID without = given.message(campaign, 1, "sent");
    for (String forged :
        List.of(
            token.substring(0, 30) + other + token.substring(31),
            message.toString(),
            "x",
            "https:%2F%2Fevil.example.com",
            tokens.token(UUID.randomUUID()),
            tokens.token(without))) {
      Api.Answer answer = follow(forged, "User-Agent", PHONE);
      assertThat(answer.status()).as(forged).isIn(400, 404);
      assertThat(answer.header("Location")).isEmpty();
    }
  }

  @Test
  void open_redirect_a_target_that_is_no_http_url_is_not_gone_to_even_where_it_was_stored() {
    jdbc.sql("UPDATE messages SET link_target = 'javascript:alert(1)' WHERE id = ?")
        .param(message)
        .update();
    assertThat(follow(tokens.token(message), "User-Agent", PHONE).status()).isEqualTo(404);
  }

  @Test
  void a_redirect_takes_milliseconds() {
    String token = tokens.token(message);
    long[] nanos =
        IntStream.range(0, 500)
            .mapToLong(
                i -> {
                  long start = System.nanoTime();
                  follow(token, "User-Agent", PHONE);
                  return System.nanoTime() - start;
                })
            .skip(100)
            .sorted()
            .toArray();
    System.out.printf(
        "Redirects: median %.1f ms, 99 %% %.1f ms%n",
        nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    assertThat(nanos[nanos.length / 2]).isLessThan(100_000_000L);
  }

  @Test
  void a_campaign_with_tracked_links_puts_the_token_into_the_button_of_our_host() {
    UUID channel = given.channel();
    template(channel, "https://go.example.com/r/{{1}}");

    Api.Answer answer =
        campaign(channel, ", \"tracked_links\": true, \"link_target\": \"%s\"".formatted(TARGET));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    JsonNode shown = api.get("/api/v1/campaigns/" + answer.id()).json();
    assertThat(shown.path("tracked_links").asBoolean()).isTrue();
    assertThat(shown.path("link_target").asString()).isEqualTo(TARGET);
    assertThat(shown.path("variables").path("button.0.1").asString()).isEqualTo("{{tracked_link}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://shop.example.com/{{1}}|https://shop.example.com/|tracked_links|https://go.example.com/r/{{1}}",
        "https://go.example.com.evil.com/r/{{1}}|https://shop.example.com/|tracked_links|exactly one URL button",
        "https://go.example.com/r/x{{1}}|https://shop.example.com/|tracked_links|exactly one URL button",
        "https://go.example.com/r/{{1}}|javascript:alert(1)|link_target|http or https",
        "https://go.example.com/r/{{1}}|https://{{name}}.example.com/|link_target|after its host",
        "https://go.example.com/r/{{1}}|https://shop.example.com/{{|link_target|{{name}}"
      })
  void open_redirect_a_campaign_says_what_a_button_and_a_target_must_be(
      String button, String target, String field, String says) {
    UUID channel = given.channel();
    template(channel, button);
    Api.Answer answer =
        campaign(channel, ", \"tracked_links\": true, \"link_target\": \"%s\"".formatted(target));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).contains(says);
  }

  @Test
  void a_target_without_tracking_and_a_value_for_the_tokens_variable_are_refused() {
    UUID channel = given.channel();
    template(channel, "https://go.example.com/r/{{1}}");
    assertThat(
            campaign(channel, ", \"link_target\": \"https://a.example.com/\"").error("link_target"))
        .contains("tracked_links");
    assertThat(campaign(channel, ", \"tracked_links\": true").error("link_target"))
        .contains("required");
    assertThat(
            api.post(
                    "/api/v1/campaigns",
                    Given.campaignJson(
                            channel,
                            given.audience(),
                            ", \"tracked_links\": true, \"link_target\": \"https://a.example.com/\"")
                        .replace("{\"1\": \"{{name}}\"}", "{\"button.0.1\": \"x\"}"))
                .error("variables.button.0.1"))
        .contains("must be left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://go.example.com/r/{{1}}|{{tracked_link}}|-|",
        "https://shop.example.com/{{1}}|{{tracked_link}}|link_target|exactly one URL button",
        "https://go.example.com.evil.com/r/{{1}}|{{tracked_link}}|link_target|exactly one URL button",
        "https://go.example.com/r/{{1}}|x{{tracked_link}}|variables.button.0.1|nothing else"
      })
  void a_send_step_of_a_journey_is_checked_as_a_campaign_of_one_message(
      String button, String variable, String field, String says) {
    UUID channel = given.channel();
    template(channel, button);
    Api.Answer answer =
        api.post(
            "/api/v1/campaigns",
            """
            {"name": "Spring", "channel_id": "%s", "audience_id": "%s", "journey": {"steps": [
              {"id": "sale", "type": "send", "template": {"name": "spring_sale", "language": "en_US"},
               "variables": {"button.0.1": "%s"}, "link_target": "https://shop.example.com/"}]}}
            """
                .formatted(channel, given.audience(), variable));

    if (field.equals("-")) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.error("journey.steps[0]." + field)).as(answer.body()).contains(says);
    }
  }

  private void template(UUID channel, String url) {
    Api.Answer answer =
        api.post(
            "/api/v1/templates",
            """
            {"name": "spring_sale", "language": "en_US", "category": "MARKETING",
             "channel_id": "%s", "components": [{"type": "BODY", "text": "Hi, come and see!"},
               {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "%s"}]}]}
            """
                .formatted(channel, url));
    if (answer.status() == 409) {
      jdbc.sql("DELETE FROM templates").update();
      template(channel, url);
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
  }

  private Api.Answer campaign(UUID channel, String more) {
    return api.post(
        "/api/v1/campaigns",
        Given.campaignJson(channel, given.audience(), more).replace("{\"1\": \"{{name}}\"}", "{}"));
  }

  private Api.Answer follow(String path, String... headers) {
    return api.send(api.anonymous("/r/" + path).headers(headers));
  }

  private List<String> clicks() {
    return jdbc.sql("SELECT payload FROM inbox WHERE kind = 'click'").query(String.class).list();
  }
}
