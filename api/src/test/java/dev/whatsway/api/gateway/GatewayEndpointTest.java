package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.Api;
import dev.whatsway.api.Given;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of Meta's API meets that was pointed here. */
class GatewayEndpointTest extends GatewayTest {

  private static final String KEY = "Idempotency-Key";

  @Test
  void passes_a_message_on_byte_for_byte() {
    String number = channel();
    String body =
        """
        { "to":"%s",  "messaging_product" : "whatsapp","type":"text",
          "text":{"body":"Gr\\u00fc\\u00dfe ☕","preview_url":false},"later field":[1.50,{}] }
        """
            .formatted(Given.number());

    Api.Answer answer = api.post("/v23.0/" + number + "/messages", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(seen(number)).singleElement().satisfies(r -> assertThat(r.body()).isEqualTo(body));
    assertThat(answer.json().path("messages").path(0).path("id").asString()).startsWith("wamid.");
    assertThat(answer.contentType())
        .as("with Meta's space")
        .isEqualTo("application/json; charset=UTF-8");
    assertThat(answer.header("X-WhatsWay-Route")).isEqualTo("cloud");
    assertThat(answer.header("X-WhatsWay-Attempts")).isEqualTo("1");
    assertThat(status(answer)).isEqualTo("accepted");
  }

  @Test
  void learns_with_the_first_send_and_goes_by_it_with_the_second() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";

    assertThat(api.post(path, news(Given.number())).header("X-WhatsWay-Route"))
        .isEqualTo("marketing_messages");
    Api.Answer first = api.post(path, order(Given.number()));
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.header("X-WhatsWay-Attempts")).isEqualTo("2");
    assertThat(first.header("X-WhatsWay-Route")).isEqualTo("cloud");
    Api.Answer second = api.post(path, order(Given.number()));
    assertThat(second.header("X-WhatsWay-Attempts")).isEqualTo("1");
    assertThat(second.header("X-WhatsWay-Route")).isEqualTo("cloud");
  }

  @Test
  void warms_up_from_the_templates_that_were_fetched() {
    String number = channel();
    jdbc.sql(
            """
            INSERT INTO templates (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at)
            VALUES (gen_random_uuid(), ?, '102290129340398', 'order_update', 'en_US', 'UTILITY',
              'APPROVED', 'POSITIONAL', '[]', now(), now())
            """)
        .param(account)
        .update();
    jdbc.sql("DELETE FROM template_categories WHERE account_id = ?").param(account).update();

    assertThat(api.post("/api/v1/gateway/warm-up").json().path("templates").asInt()).isEqualTo(1);
    assertThat(
            api.post("/v23.0/" + number + "/messages", order(Given.number()))
                .header("X-WhatsWay-Attempts"))
        .isEqualTo("1");
  }

  @Test
  void follows_a_category_that_meta_has_changed_at_once() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    assertThat(api.post(path, news(Given.number())).header("X-WhatsWay-Route"))
        .isEqualTo("marketing_messages");
    await().until(() -> learnt().equals("true traffic"));
    // As the webhook template_category_update does.
    jdbc.sql(
            """
            INSERT INTO templates (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at)
            VALUES (gen_random_uuid(), ?, '102290129340398', 'summer_news', 'en', 'MARKETING',
              'APPROVED', 'POSITIONAL', '[]', now(), now())
            """)
        .param(account)
        .update();
    jdbc.sql("UPDATE templates SET category = 'UTILITY' WHERE account_id = ?")
        .param(account)
        .update();

    assertThat(api.post(path, news(Given.number())).header("X-WhatsWay-Route")).isEqualTo("cloud");
  }

  @Test
  void learns_from_what_meta_bills_a_message_as_unless_it_knows_better() {
    String number = channel();
    Api.Answer sent = api.post("/v23.0/" + number + "/messages", news(Given.number()));
    assertThat(sent.status()).isEqualTo(200);
    await().until(() -> learnt().equals("true traffic"));

    jdbc.sql("UPDATE template_categories SET marketing = false WHERE account_id = ?")
        .param(account)
        .update();
    billed(sent, "marketing_lite");
    assertThat(learnt()).as("learnt after the message was sent").isEqualTo("false traffic");

    jdbc.sql("DELETE FROM template_categories WHERE account_id = ?").param(account).update();
    billed(sent, "marketing");
    assertThat(learnt()).isEqualTo("true webhook");
  }

  private void billed(Api.Answer sent, String category) {
    jdbc.sql("UPDATE messages SET pricing_category = ? WHERE id = ?")
        .params(category, UUID.fromString(sent.header("X-WhatsWay-Message")))
        .update();
  }

  private String learnt() {
    return jdbc.sql(
            "SELECT marketing || ' ' || learnt_from FROM template_categories WHERE account_id = ?")
        .param(account)
        .query(String.class)
        .optional()
        .orElse("");
  }

  @Test
  void sends_all_through_cloud_for_an_account_that_wants_it() {
    String number = channel();
    assertThat(api.put("/api/v1/settings/gateway", "{\"routing\": \"sometimes\"}").status())
        .isEqualTo(400);
    assertThat(
            api.put("/api/v1/settings/gateway", "{\"routing\": \"cloud_only\"}")
                .json()
                .path("routing")
                .asString())
        .isEqualTo("cloud_only");

    Api.Answer answer = api.post("/v23.0/" + number + "/messages", news(Given.number()));

    assertThat(answer.header("X-WhatsWay-Route")).isEqualTo("cloud");
    assertThat(seen(number)).hasSize(1);
  }

  @Test
  void takes_templates_alone_for_marketing_messages() {
    String number = channel();
    Api.Answer refused = api.post("/v23.0/" + number + "/marketing_messages", text(Given.number()));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo(100);

    String body = news(Given.number());
    Api.Answer answer = api.post("/v23.0/" + number + "/marketing_messages", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(seen(number)).singleElement().satisfies(r -> assertThat(r.body()).isEqualTo(body));
  }

  @Test
  void passes_marks_on_without_a_message_of_its_own() {
    String number = channel();
    Api.Answer answer =
        api.post(
            "/v23.0/" + number + "/messages",
            """
            {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A1",
             "typing_indicator": {"type": "text"}}
            """);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("success").asBoolean()).isTrue();
    assertThat(messages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "not json",
        "{\"messaging_product\": \"whatsapp\", \"type\": \"text\"}",
        "{\"to\": \"+4915112000001\", \"to\": \"+4915112000002\", \"text\": {\"body\": \"a\"}}",
        "{\"to\": \"+4915112000001\", \"t\\u006f\": \"+4915112000002\", \"text\": {}}",
        "{\"to\": \"+4915112000001\", \"type\": \"text\", \"type\": \"template\"}",
        "{\"to\": \"+4915112000001\", \"type\": \"template\", \"template\": {\"name\": \"a\","
            + " \"language\": {\"code\": \"en\"}}, \"template\": {}}",
        "{\"to\": \"+4915112000001\", \"type\": \"template\", \"template\": {\"name\": \"a\","
            + " \"name\": \"b\", \"language\": {\"code\": \"en\"}}}",
        "{\"to\": \"+4915112000001\", \"template\": {\"name\": \"a\"}}",
        "{\"to\": \"+4915112000001\", \"type\": \"template\"}",
        "{\"to\": [\"+4915112000001\"], \"text\": {\"body\": \"a\"}}",
        "{\"to\": \"\", \"recipient\": \"US.1\", \"text\": {\"body\": \"a\"}}",
        "{\"to\": \"+4915112000001\", \"status\": \"read\", \"message_id\": \"wamid.1\"}",
        "{\"to\": \"+4915112000001\", \"text\": {\"body\": \"a\"}} {\"to\": \"+4915112000002\"}"
      })
  void refuses_what_may_be_read_in_two_ways(String body) {
    String number = channel();
    Api.Answer answer = api.post("/v23.0/" + number + "/messages", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(100);
    assertThat(answer.header("X-WhatsWay-Route")).isEqualTo("none");
    assertThat(seen(number)).isEmpty();
    assertThat(messages()).isZero();
  }

  @Test
  void refuses_parameters_beside_the_body_and_bodies_without_end() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    assertThat(code(api.post(path + "?to=%2B4915112000009", text(Given.number())))).isEqualTo(100);
    Api.Answer large =
        api.post(path, "{\"to\": \"+4915112000001\", \"x\": \"" + "a".repeat(1 << 20) + "\"}");
    assertThat(large.status()).isEqualTo(413);
    assertThat(code(large)).isEqualTo(100);
    assertThat(seen(number)).isEmpty();
  }

  @Test
  void answers_in_metas_shape_about_keys_numbers_and_paths() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    Api.Answer noKey =
        api.send(
            api.anonymous(path).POST(HttpRequest.BodyPublishers.ofString(text(Given.number()))));
    assertThat(noKey.status()).isEqualTo(401);
    assertThat(code(noKey)).isEqualTo(190);

    Api.Answer strange = stranger().post(path, text(Given.number()));
    assertThat(strange.status()).isEqualTo(400);
    assertThat(code(strange)).isEqualTo(100);
    assertThat(strange.json().path("error").path("error_subcode").asInt()).isEqualTo(33);
    Api.Answer none = api.post("/v23.0/1/messages", text(Given.number()));
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.body().replaceAll("gateway-[^\"]*|'\\d+'", ""))
        .isEqualTo(strange.body().replaceAll("gateway-[^\"]*|'\\d+'", ""));

    Api.Answer other = api.get("/v23.0/" + number + "/phone_numbers");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().path("error").path("type").asString())
        .isEqualTo("GraphMethodException");
    assertThat(api.get("/v23.0/" + number + "/messages").status()).isEqualTo(400);
    assertThat(seen(number)).isEmpty();
  }

  @Test
  void writes_to_nobody_who_is_suppressed_and_sends_no_marketing_to_who_said_stop() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    String suppressed = Given.number();
    assertThat(
            api.post(
                    "/api/v1/suppressions",
                    "{\"phone\": \"%s\", \"reason\": \"asked\"}".formatted(suppressed))
                .status())
        .isLessThan(300);
    String stopped = Given.number();
    assertThat(
            api.post(
                    "/api/v1/consents",
                    "{\"phone\": \"%s\", \"kind\": \"opt_out\", \"source\": \"call\"}"
                        .formatted(stopped))
                .status())
        .isLessThan(300);

    for (String body :
        List.of(
            text(suppressed),
            text(suppressed.substring(1)),
            order(suppressed),
            news(suppressed),
            news(stopped),
            order(stopped))) {
      Api.Answer refused = api.post(path, body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(code(refused)).as(body).isIn(131026, 131050);
    }
    assertThat(seen(number)).as("order_update is not known to be no marketing").isEmpty();
    assertThat(api.post(path, text(stopped)).status()).isEqualTo(200);
  }

  @Test
  void sends_once_for_a_key_and_gives_its_answer_again() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    String body = text(Given.number());

    Api.Answer first = api.post(path, body, KEY, "k1");
    Api.Answer again = api.post(path, body, KEY, "k1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.header("X-WhatsWay-Message")).isEqualTo(first.header("X-WhatsWay-Message"));
    assertThat(again.header("X-WhatsWay-Route")).isEqualTo("cloud");
    Api.Answer other = api.post(path, text(Given.number()), KEY, "k1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(code(other)).isEqualTo(100);
    assertThat(seen(number)).hasSize(1);
  }

  @Test
  void sends_once_for_a_key_that_comes_many_times_at_once() {
    String number = channel();
    String path = "/v23.0/" + number + "/messages";
    String body = news(Given.number());

    List<CompletableFuture<Api.Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      requests.add(CompletableFuture.supplyAsync(() -> api.post(path, body, KEY, "many")));
    }
    List<Api.Answer> answers = requests.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(Api.Answer::status).isSubsetOf(200, 409).contains(200);
    assertThat(answers.stream().filter(a -> a.status() == 200).map(Api.Answer::body).distinct())
        .hasSize(1);
    assertThat(seen(number)).hasSize(1);
  }
}
