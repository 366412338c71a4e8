package dev.whatsway.api.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpServer;
import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.contract.channel.TemplateCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Against the simulator's Graph API, and one that answers as it should not. */
class TemplateManagementTest extends ApiTest {

  private static final String TEMPLATES = "/api/v1/templates";
  private static final String BODY =
      """
      [{"type": "BODY", "text": "Hi {{1}}, come and see!", "example": {"body_text": [["Ana"]]}}]""";

  private RecordingMeta meta;

  @BeforeEach
  void meta() throws IOException {
    meta = new RecordingMeta();
  }

  @AfterEach
  void close() {
    meta.close();
  }

  @Test
  void a_template_is_created_at_meta_and_known_here_as_meta_has_it() {
    meta.simulator().mergeBehaviour("{\"rules\": {\"new_template_status\": \"PENDING\"}}");
    UUID channel = channel(meta.url());

    Api.Answer created = create(channel, "created", BODY, ", \"message_send_ttl_seconds\": 43200");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    JsonNode template = created.json();
    assertThat(template.path("status").asString()).isEqualTo("PENDING");
    assertThat(template.path("message_send_ttl_seconds").asInt()).isEqualTo(43_200);
    assertThat(template.path("meta_id").asString()).matches("\\d+");
    JsonNode there = Api.JSON.readTree(meta.asked().get(0).body());
    assertThat(there.path("parameter_format").asString()).isEqualTo("POSITIONAL");
    assertThat(there.path("components")).isEqualTo(Api.JSON.readTree(BODY));
    assertThat(api.get(TEMPLATES + "/" + created.id()).json()).isEqualTo(template);
    assertThat(stranger().get(TEMPLATES + "/" + created.id()).status()).isEqualTo(404);

    assertThat(create(channel, "created", BODY, "").status()).as("known here").isEqualTo(409);
    jdbc.sql("DELETE FROM templates").update();
    Api.Answer again = create(channel, "created", BODY, "");
    assertThat(again.status()).as("known at Meta").isEqualTo(422);
    assertThat(again.json().path("type").asString()).endsWith("meta-refused");
    assertThat(again.json().path("detail").asString()).contains("100", "already exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"BODY\", \"text\": \"{{1}}, hi\", \"example\": {\"body_text\": [[\"a\"]]}}  | components[0].text    | begin nor end",
        "{\"type\": \"BODY\", \"text\": \"Hi {{1}}\", \"example\": {\"body_text\": [[\"a\"]]}}   | components[0].text    | begin nor end",
        "{\"type\": \"BODY\", \"text\": \"Hi {{1}}!\"}                                           | components[0].example.body_text | 1 variables",
        "{\"type\": \"BODY\", \"text\": \"Hi {{1}} {{2}}!\", \"example\": {\"body_text\": [[\"a\"]]}} | components[0].example.body_text | 2 variables",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"HEADER\", \"format\": \"IMAGE\"}    | components[1].example.header_handle | uploaded",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"HEADER\", \"format\": \"TEXT\", \"text\": \"{{1}} and {{2}}\", \"example\": {\"header_text\": [\"a\", \"b\"]}} | components[1].text | one variable",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"FOOTER\", \"text\": \"{{1}} off\"}  | components[1].text    | fixed",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"BUTTONS\", \"buttons\": [{\"type\": \"QUICK_REPLY\", \"text\": \"a\"}, {\"type\": \"URL\", \"text\": \"b\", \"url\": \"https://a.test\"}, {\"type\": \"QUICK_REPLY\", \"text\": \"c\"}]} | components[1].buttons[2] | beside",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"BUTTONS\", \"buttons\": [{\"type\": \"COPY_CODE\", \"example\": \"A\"}, {\"type\": \"COPY_CODE\", \"example\": \"B\"}]} | components[1].buttons | COPY_CODE",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"BUTTONS\", \"buttons\": [{\"type\": \"URL\", \"text\": \"b\", \"url\": \"https://a.test/{{1}}\"}]} | components[1].buttons[0].example | whole URL",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"LIMITED_TIME_OFFER\", \"limited_time_offer\": {\"text\": \"Longer than sixteen\"}} | components[1].limited_time_offer.text | 16",
        "{\"type\": \"BODY\", \"text\": \"Hi\"}, {\"type\": \"CAROUSEL\", \"cards\": [{\"components\": []}]} | components[1].cards | 2 to 10",
      })
  void what_meta_would_refuse_is_told_before_it_is_asked(
      String components, String field, String right) {
    Api.Answer answer = create(channel(meta.url()), "wrong", "[" + components + "]", "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).as(answer.body()).contains(right);
    assertThat(meta.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"120, MARKETING", "43201, UTILITY", "901, AUTHENTICATION", "-1, MARKETING"})
  void how_long_meta_tries_is_limited_by_the_category(int ttl, String category) {
    String more = ", \"message_send_ttl_seconds\": " + ttl;
    UUID channel = channel(meta.url());
    Api.Answer answer =
        api.post(TEMPLATES, json(channel, "late", BODY, more).replace("MARKETING", category));
    assertThat(answer.error("message_send_ttl_seconds")).contains("for this category");
  }

  @Test
  void an_approved_template_is_edited_once_a_day_and_keeps_its_category() {
    UUID id = create(channel(meta.url()), "edited", BODY, "").id();
    assertThat(api.get(TEMPLATES + "/" + id).json().path("status").asString())
        .isEqualTo("APPROVED");
    String edit = "{\"components\": " + BODY.replace("see", "look") + "}";

    Api.Answer edited = api.patch(TEMPLATES + "/" + id, edit);

    assertThat(edited.status()).as(edited.body()).isEqualTo(200);
    assertThat(edited.json().path("components").toString()).contains("come and look");
    JsonNode versions = api.get(TEMPLATES + "/" + id + "/versions").json().path("data");
    assertThat(versions.size()).isEqualTo(2);
    assertThat(versions.path(0).path("version").asInt()).isEqualTo(2);
    assertThat(versions.path(0).path("source").asString()).isEqualTo("api");
    assertThat(versions.path(1).path("components").toString()).contains("come and see");
    String next =
        api.get(TEMPLATES + "/" + id + "/versions?limit=1").json().path("next_cursor").asString();
    assertThat(
            api.get(TEMPLATES + "/" + id + "/versions?cursor=" + next)
                .json()
                .path("data")
                .path(0)
                .path("version")
                .asInt())
        .isEqualTo(1);

    int asked = meta.asked().size();
    Api.Answer again = api.patch(TEMPLATES + "/" + id, edit);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").asString()).contains("24 hours");
    assertThat(api.patch(TEMPLATES + "/" + id, "{\"category\": \"utility\"}").error("category"))
        .contains("MARKETING");
    assertThat(
            api.patch(
                    TEMPLATES + "/" + id,
                    "{\"components\": [{\"type\": \"BODY\", \"text\": \"{{1}}\"}]}")
                .status())
        .isEqualTo(400);
    assertThat(meta.asked()).as("none of these").hasSize(asked);
  }

  @Test
  void a_deleted_template_stays_known_and_its_name_rests() {
    UUID channel = channel(meta.url());
    UUID id = create(channel, "gone", BODY, "").id();
    UUID other = api.post(TEMPLATES, json(channel, "gone", BODY, "").replace("en_US", "de")).id();

    String metaId = api.get(TEMPLATES + "/" + id).json().path("meta_id").asString();
    assertThat(delete(id).status()).isEqualTo(204);
    assertThat(meta.asked().get(2))
        .isEqualTo(
            new RecordingMeta.Asked(
                "DELETE",
                "/v23.0/102290129340398/message_templates?hsm_id=" + metaId + "&name=gone",
                ""));

    assertThat(api.get(TEMPLATES + "/" + id).json().path("status").asString()).isEqualTo("DELETED");
    assertThat(api.get(TEMPLATES + "/" + other).json().path("status").asString())
        .as("in another language")
        .isEqualTo("APPROVED");
    int asked = meta.asked().size();
    assertThat(delete(id).status()).as("done already").isEqualTo(204);
    assertThat(create(channel, "gone", BODY, "").error("name")).contains("free until");
    assertThat(meta.asked()).hasSize(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scheduled", "running", "paused"})
  void what_an_open_campaign_sends_is_neither_deleted_nor_given_other_variables_unawares(
      String status) {
    UUID channel = channel(meta.url());
    UUID id = create(channel, "in_use", BODY, "").id();
    Given given = new Given(api, jdbc);
    UUID campaign =
        api.post(
                "/api/v1/campaigns",
                Given.campaignJson(channel, given.audience(), "").replace("spring_sale", "in_use"))
            .id();
    jdbc.sql("UPDATE campaigns SET status = ? WHERE id = ?").params(status, campaign).update();
    String edit =
        "{\"components\": "
            + BODY.replace("see", "see {{2}}").replace("Ana\"", "Ana\", \"us\"")
            + "}";
    int asked = meta.asked().size();

    for (Api.Answer refused : List.of(api.patch(TEMPLATES + "/" + id, edit), delete(id))) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(409);
      assertThat(refused.json().path("type").asString()).endsWith("invalid-state");
      assertThat(refused.json().path("detail").asString()).contains(campaign.toString(), "force");
    }
    assertThat(meta.asked()).hasSize(asked);

    Api.Answer forced = api.patch(TEMPLATES + "/" + id + "?force=true", edit);
    assertThat(forced.status()).as(forced.body()).isEqualTo(200);
    assertThat(api.send(api.request(TEMPLATES + "/" + id + "?force=true").DELETE()).status())
        .isEqualTo(204);
  }

  @Test
  void a_draft_and_the_same_variables_keep_nobody_from_it() {
    UUID channel = channel(meta.url());
    UUID id = create(channel, "in_use", BODY, "").id();
    UUID audience = new Given(api, jdbc).audience();
    UUID campaign =
        api.post(
                "/api/v1/campaigns",
                Given.campaignJson(channel, audience, "").replace("spring_sale", "in_use"))
            .id();
    jdbc.sql("UPDATE campaigns SET status = 'running' WHERE id = ?").param(campaign).update();
    String edit = "{\"components\": " + BODY.replace("see", "look") + "}";
    assertThat(api.patch(TEMPLATES + "/" + id, edit).status()).isEqualTo(200);

    jdbc.sql("UPDATE campaigns SET status = 'draft' WHERE id = ?").param(campaign).update();
    assertThat(delete(id).status()).isEqualTo(204);
  }

  @Test
  void what_meta_does_not_know_of_is_neither_edited_nor_deleted() {
    Given given = new Given(api, jdbc);
    UUID id = given.template(given.channel());

    assertThat(delete(id).status()).isEqualTo(409);
    Api.Answer edit = api.patch(TEMPLATES + "/" + id, "{\"message_send_ttl_seconds\": 43200}");
    assertThat(edit.status()).isEqualTo(409);
    assertThat(edit.json().path("detail").asString()).contains("sync-templates");
  }

  @Test
  void a_lost_answer_is_not_repeated_and_the_next_sync_tells() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    HttpServer broken =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    broken.createContext(
        "/",
        exchange -> {
          int call = calls.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          if (call == 1) {
            exchange.close();
          } else {
            byte[] body =
                (call == 2
                        ? "{\"error\": {\"message\": \"away\", \"code\": 2}}"
                        : "{\"success\": true}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(call == 2 ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          }
        });
    broken.start();
    try {
      UUID channel = channel("http://127.0.0.1:" + broken.getAddress().getPort());
      for (int call = 1; call <= 3; call++) {
        Api.Answer answer = create(channel, "lost", BODY, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(502);
        assertThat(answer.json().path("type").asString()).endsWith("meta-unclear");
        assertThat(calls).as("never repeated").hasValue(call);
      }
      assertThat(api.get(TEMPLATES).json().path("data").size()).isZero();
      assertThat(
              jdbc.sql("SELECT count(*) FROM template_syncs WHERE due_at <= now()")
                  .query(Integer.class)
                  .single())
          .as("due now")
          .isEqualTo(1);
    } finally {
      broken.stop(0);
    }
  }

  @Test
  void a_meta_that_is_not_reached_has_changed_nothing() {
    Api.Answer answer = create(channel("http://127.0.0.1:1"), "away", BODY, "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").asString()).contains("nothing has changed");
  }

  @Test
  void each_waba_is_fetched_once() {
    UUID one = channel(meta.url());
    UUID same = channel(meta.url());
    UUID first = one.toString().compareTo(same.toString()) < 0 ? one : same;
    UUID other =
        api.post(
                "/api/v1/channels",
                Given.channelJson(Given.number(), "").replace("102290129340398", "99999"))
            .id();
    when(channelCommands.syncTemplates(first)).thenReturn(new TemplateCounts(3, 2, 1, 4));
    when(channelCommands.syncTemplates(other))
        .thenThrow(new ApiException(ProblemKind.INVALID_STATE, "Meta refused"));

    JsonNode data = api.post(TEMPLATES + "/sync").json().path("data");

    assertThat(data.size()).isEqualTo(2);
    assertThat(data.path(0).path("channel_id").asString()).isEqualTo(first.toString());
    assertThat(data.path(0).path("deleted").asInt()).isEqualTo(4);
    assertThat(data.path(1).path("error").asString()).isEqualTo("Meta refused");
    verify(channelCommands).syncTemplates(first);
    verify(channelCommands).syncTemplates(other);
    verifyNoMoreInteractions(channelCommands);
  }

  @Test
  void campaigns_give_what_the_template_takes() {
    UUID channel = channel(meta.url());
    UUID audience = new Given(api, jdbc).audience();
    api.post(
        TEMPLATES,
        """
        {"name": "offer", "language": "en_US", "category": "MARKETING", "channel_id": "%s",
         "components": [{"type": "HEADER", "format": "IMAGE"},
           {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Now", "has_expiration": true}},
           {"type": "BODY", "text": "For {{1}} only"},
           {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": "A"}]}]}
        """
            .formatted(channel));
    String campaign =
        Given.campaignJson(channel, audience, "").replace("\"spring_sale\"", "\"offer\"");

    Api.Answer bare = api.post("/api/v1/campaigns", campaign);
    assertThat(bare.status()).isEqualTo(400);
    for (String key :
        List.of(
            "header.image.link",
            "button.0.copy_code.coupon_code",
            "limited_time_offer.expiration_time_ms")) {
      assertThat(bare.error("variables." + key)).as(key).contains("is required");
    }

    String values =
        """
        "variables": {"1": "{{name}}", "header.image.link": "https://shop.test/{{sku|a}}.jpg",
          "button.0.copy_code.coupon_code": "SAVE20",
          "limited_time_offer.expiration_time_ms": "%s"}""";
    String given = "\"variables\": {\"1\": \"{{name}}\"}";
    assertThat(
            api.post("/api/v1/campaigns", campaign.replace(given, values.formatted("soon")))
                .error("variables.limited_time_offer.expiration_time_ms"))
        .contains("must be a time");
    assertThat(
            api.post(
                    "/api/v1/campaigns",
                    campaign.replace(given, values.formatted("2030-12-24T18:00:00Z")))
                .status())
        .isEqualTo(201);
  }

  private UUID channel(String graphUrl) {
    return api.post(
            "/api/v1/channels",
            Given.channelJson(Given.number(), ", \"graph_url\": \"" + graphUrl + "\""))
        .id();
  }

  private Api.Answer create(UUID channel, String name, String components, String more) {
    return api.post(TEMPLATES, json(channel, name, components, more));
  }

  private static String json(UUID channel, String name, String components, String more) {
    return """
        {"name": "%s", "language": "en_US", "category": "MARKETING", "channel_id": "%s",
         "at_meta": true, "components": %s%s}
        """
        .formatted(name, channel, components, more);
  }

  private Api.Answer delete(UUID id) {
    return api.send(api.request(TEMPLATES + "/" + id).DELETE());
  }
}
