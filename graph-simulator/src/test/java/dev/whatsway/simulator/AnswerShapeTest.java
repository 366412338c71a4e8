package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class AnswerShapeTest {
  private static final String MESSAGES = "/v24.0/" + PHONE_NUMBER_ID + "/messages";

  @AutoClose private final Bench bench = Bench.start();

  @Test
  void a_message_to_a_phone_number_is_answered_with_input_wa_id_and_an_accepted_wamid() {
    Bench.Reply reply = bench.cloud(Sends.text("+55 (11) 98765-4321", "Hello"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.contentType()).startsWith("application/json");
    assertThat(reply.wamid()).startsWith("wamid.");
    assertThat(reply.json())
        .isEqualTo(
            Sends.json(
                "{'messaging_product': 'whatsapp',"
                    + "'contacts': [{'input': '+55 (11) 98765-4321', 'wa_id': '5511987654321'}],"
                    + "'messages': [{'id': '"
                    + reply.wamid()
                    + "', 'message_status': 'accepted'}]}"));
  }

  @Test
  void a_marketing_message_is_answered_in_the_same_shape_with_no_word_of_the_route() {
    Bench.Reply reply = bench.marketing(Sends.news(ANA));

    assertThat(reply.json().propertyNames())
        .containsExactly("messaging_product", "contacts", "messages");
    assertThat(reply.json().path("contacts").path(0).path("wa_id").asString())
        .isEqualTo(ANA_DIGITS);
    assertThat(reply.json().path("messages").path(0).path("message_status").asString())
        .isEqualTo("accepted");
  }

  @Test
  void a_message_to_a_user_id_is_answered_with_that_id_and_without_wa_id() {
    Bench.Reply reply = bench.marketing(Sends.toUserId(Sends.news(""), "BR.13491208655302741918"));

    assertThat(reply.json().path("contacts").path(0))
        .isEqualTo(
            Sends.json(
                "{'input': 'BR.13491208655302741918', 'user_id': 'BR.13491208655302741918'}"));
  }

  @Test
  void a_phone_number_wins_over_a_user_id_beside_it() {
    Bench.Reply reply = bench.cloud(Sends.news(ANA).put("recipient", "BR.13491208655302741918"));

    assertThat(reply.json().path("contacts").path(0))
        .isEqualTo(Sends.json("{'input': '+5511987654321', 'wa_id': '5511987654321'}"));
  }

  @Test
  void every_accepted_message_has_a_wamid_of_its_own() {
    assertThat(bench.cloud(Sends.news(ANA)).wamid())
        .isNotEqualTo(bench.cloud(Sends.news(ANA)).wamid());
  }

  @Test
  void an_error_has_message_type_code_error_data_and_trace_id() {
    Bench.Reply reply = bench.cloud(Sends.template(ANA, "unheard_of", "en_US"));

    JsonNode error = reply.error();
    assertThat(reply.json().propertyNames()).containsExactly("error");
    assertThat(error.propertyNames())
        .containsExactlyInAnyOrder("message", "type", "code", "error_data", "fbtrace_id");
    assertThat(error.path("message").asString())
        .isEqualTo("(#132001) Template name does not exist in the translation");
    assertThat(error.path("type").asString()).isEqualTo("OAuthException");
    assertThat(error.path("code").isInt()).isTrue();
    assertThat(error.path("error_data").path("messaging_product").asString()).isEqualTo("whatsapp");
    assertThat(reply.details()).isEqualTo("template name (unheard_of) does not exist");
    assertThat(error.path("fbtrace_id").asString()).isNotEmpty();
  }

  @Test
  void a_message_to_nobody_is_refused_without_error_data() {
    Bench.Reply reply = bench.cloud(Sends.news(""));

    assertThat(reply.outcome()).isEqualTo("100 by HTTP 400");
    assertThat(reply.error().path("message").asString())
        .isEqualTo("(#100) The parameter to is required.");
    assertThat(reply.error().has("error_data")).isFalse();
  }

  @Test
  void a_missing_token_is_refused_with_190() {
    Bench.Reply reply =
        bench.call(bench.bare(MESSAGES).POST(BodyPublishers.ofString(Sends.news(ANA).toString())));

    assertThat(reply.outcome()).isEqualTo("190 by HTTP 401");
    assertThat(reply.error().has("error_data")).isFalse();
    assertThat(reply.error().has("error_subcode")).isFalse();
  }

  @Test
  void an_expired_token_is_refused_with_190_and_its_subcode() {
    Bench.Reply reply =
        bench.call(
            bench
                .bare(MESSAGES)
                .header("Authorization", "Bearer expired")
                .POST(BodyPublishers.ofString(Sends.news(ANA).toString())));

    assertThat(reply.outcome()).isEqualTo("190 by HTTP 401");
    assertThat(reply.error().path("error_subcode").asInt()).isEqualTo(463);
  }

  @Test
  void only_the_token_it_was_started_with_is_accepted_where_there_is_one() {
    try (Bench guarded = Bench.start("{}", options -> options.withAccessToken("the-token"))) {
      assertThat(guarded.cloud(Sends.news(ANA)).outcome()).isEqualTo("190 by HTTP 401");
      assertThat(
              guarded
                  .call(
                      guarded
                          .bare(MESSAGES)
                          .header("Authorization", "Bearer the-token")
                          .POST(BodyPublishers.ofString(Sends.news(ANA).toString())))
                  .outcome())
          .isEqualTo("accepted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"messaging_product\":", "[]", "\"text\"", ""})
  void a_body_that_is_no_json_object_is_refused_with_100(String body) {
    assertThat(bench.call(bench.request(MESSAGES).POST(BodyPublishers.ofString(body))).outcome())
        .isEqualTo("100 by HTTP 400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'messaging_product': null}     | 100 by HTTP 400",
        "{'messaging_product': 'sms'}    | 100 by HTTP 400",
        "{'type': 'telegram'}            | 100 by HTTP 400",
        "{'recipient_type': 'everybody'} | 100 by HTTP 400",
        "{'text': null}                  | 131008 by HTTP 400",
        "{'text': {'body': null}}        | 131008 by HTTP 400"
      })
  void a_wrong_envelope_is_refused(String change, String outcome) {
    assertThat(bench.cloud(Json.merge(Sends.text(ANA, "Hello"), Sends.json(change))).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void texts_and_callback_data_have_metas_limits() {
    assertThat(bench.cloud(Sends.text(ANA, "x".repeat(4096))).outcome()).isEqualTo("accepted");
    assertThat(bench.cloud(Sends.text(ANA, "x".repeat(4097))).outcome())
        .isEqualTo("100 by HTTP 400");
    assertThat(
            bench.cloud(Sends.news(ANA).put("biz_opaque_callback_data", "x".repeat(513))).outcome())
        .isEqualTo("100 by HTTP 400");
  }

  @Test
  void an_unknown_path_and_an_object_that_does_not_exist_are_refused() {
    assertThat(bench.post("/v24.0/" + PHONE_NUMBER_ID + "/smoke", Sends.news(ANA)).outcome())
        .isEqualTo("2500 by HTTP 400");
    assertThat(bench.post("/v24.0/not-a-number/messages", Sends.news(ANA)).outcome())
        .isEqualTo("100 by HTTP 400");
    bench.put("/_simulator/behaviour", "{'rules': {'any_phone_number': false}}");
    Bench.Reply reply = bench.cloud(Sends.news(ANA));
    assertThat(reply.outcome()).isEqualTo("100 by HTTP 400");
    assertThat(reply.error().path("message").asString()).contains("does not exist");
  }
}
