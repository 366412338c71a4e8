package dev.whatsway.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest extends ApiTest {

  private static final String CHANNELS = "/api/v1/channels";

  @Test
  void all_missing_fields_are_named_at_once() {
    Api.Answer answer = api.post(CHANNELS, "{}");

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().path("instance").asString()).isEqualTo(CHANNELS);
    for (String field :
        new String[] {
          "name",
          "phone_number",
          "phone_number_id",
          "waba_id",
          "access_token",
          "app_secret",
          "verify_token"
        }) {
      assertThat(answer.error(field)).startsWith("is required");
    }
  }

  @Test
  void an_unknown_field_is_named_beside_those_known() {
    Api.Answer answer = api.post(CHANNELS, "{\"phone\": 1}");

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.error("phone")).contains("known are", "phone_number_id", "access_token");
  }

  @Test
  void a_nested_unknown_field_is_named_by_its_path() {
    Api.Answer answer =
        api.post("/api/v1/campaigns", "{\"template\": {\"name\": \"a\", \"lang\": \"en\"}}");

    assertThat(answer.error("template.lang")).contains("known are language, name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mm_enabled\": \"maybe\"} | mm_enabled | must be true or false.",
        "{\"throughput\": \"fast\"}  | throughput | must be a whole number.",
        "{\"throughput\": 1.5}       | throughput | must be a whole number.",
        "{\"name\": {}}              | name       | must be a text.",
        "{\"name\": [\"a\"]}         | name       | must be a text."
      })
  void a_value_of_another_type_says_which_is_right(String body, String field, String message) {
    assertThat(api.post(CHANNELS, body).error(field)).isEqualTo(message);
  }

  @Test
  void broken_json_names_its_line() {
    Api.Answer answer = api.post(CHANNELS, "{\n  \"name\": \n}");

    assertProblem(answer, 400, "unreadable-body");
    assertThat(answer.json().path("detail").asString()).contains("line 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1]", "''", "null", "7"})
  void a_body_that_is_no_object_is_refused(String body) {
    assertProblem(api.post(CHANNELS, body), 400, "unreadable-body");
  }

  @Test
  void a_word_outside_the_list_is_answered_with_the_list() {
    Api.Answer answer = api.post(CHANNELS, "{\"routing\": \"fastest\"}");

    assertThat(answer.error("routing")).isEqualTo("must be one of auto, cloud_only.");
  }

  @Test
  void an_unknown_path_is_a_problem_too() {
    assertProblem(api.get("/api/v1/chanels"), 404, "not-found");
    assertProblem(api.send(api.anonymous("/nowhere")), 404, "not-found");
  }

  @Test
  void an_unknown_id_and_one_that_is_none_are_not_found() {
    assertProblem(api.get(CHANNELS + "/" + UUID.randomUUID()), 404, "not-found");
    assertProblem(api.get(CHANNELS + "/17"), 404, "not-found");
  }

  @Test
  void a_wrong_method_says_which_are_possible() {
    Api.Answer answer = api.send(api.request(CHANNELS).DELETE());

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).contains("GET", "POST");
    assertThat(answer.json().path("detail").asString()).contains("GET, POST");
  }

  @Test
  void a_wrong_media_type_says_which_is_right() {
    Api.Answer answer =
        api.send(
            api.request(CHANNELS)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello")));

    assertProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.json().path("detail").asString()).contains("application/json");
  }

  @Test
  void a_representation_there_is_not_is_refused() {
    assertProblem(api.get(CHANNELS, "Accept", "image/png"), 406, "not-acceptable");
  }

  @Test
  void a_json_body_over_the_limit_is_refused_with_the_limit() {
    Api.Answer answer = api.post(CHANNELS, "{\"name\": \"" + "x".repeat(70_000) + "\"}");

    assertProblem(answer, 413, "too-large");
    assertThat(answer.json().path("detail").asString()).contains("65,536");
  }

  @Test
  void a_chunked_body_over_the_limit_is_refused_as_well() {
    byte[] body = ("{\"name\": \"" + "x".repeat(70_000) + "\"}").getBytes();
    Api.Answer answer =
        api.send(
            api.request(CHANNELS)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body))));

    assertProblem(answer, 413, "too-large");
  }

  @Test
  void query_parameters_are_named_like_fields() {
    assertThat(api.get(CHANNELS + "?limit=0").error("limit")).contains("from 1 to 500");
    assertThat(api.get(CHANNELS + "?limit=many").error("limit")).contains("whole number");
    assertThat(api.get(CHANNELS + "?cursor=%21").error("cursor")).contains("next_cursor");
  }

  @Test
  void a_problem_is_english_whatever_the_caller_speaks() {
    Api.Answer answer = api.get("/api/v1/nothing", "Accept-Language", "de");

    assertThat(answer.json().path("title").asString()).isEqualTo("Not found");
  }

  private static void assertProblem(Api.Answer answer, int status, String kind) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().path("type").asString()).isEqualTo("urn:whatsway:problem:" + kind);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asString()).isNotBlank();
    assertThat(answer.json().path("detail").asString()).isNotBlank();
  }
}
