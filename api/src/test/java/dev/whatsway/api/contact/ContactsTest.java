package dev.whatsway.api.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ContactsTest extends ApiTest {

  private final String phone = Given.number();

  @Test
  void a_person_is_stored_whole_and_read_back() {
    String ana =
        """
        {"name": "Ana", "timezone": "Europe/Berlin", "locale": "de_DE",
         "attributes": {"city": "Köln", "plan": "gold"}}
        """;
    assertThat(put(ana).status()).isEqualTo(201);
    JsonNode contact = api.get(path()).json();
    assertThat(contact.path("phone").asString()).isEqualTo(phone);
    assertThat(contact.path("country").asString()).isEqualTo("DE");
    assertThat(contact.path("attributes").path("city").asString()).isEqualTo("Köln");
    assertThat(contact.path("marketing").path("state").asString()).isEqualTo("unknown");
    assertThat(contact.path("suppression").isNull()).isTrue();
    assertThat(contact.path("windows")).isEmpty();

    Api.Answer again = put("{\"name\": \"Ann\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("attributes")).isEmpty();
    assertThat(again.json().path("timezone").isNull()).isTrue();
    assertThat(stranger().get(path()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"country\": \"Deutschland\"}       | country",
        "{\"timezone\": \"Berlin\"}           | timezone",
        "{\"locale\": \"deutsch!\"}           | locale",
        "{\"name\": \"two\\nlines\"}          | name",
        "{\"attributes\": {\"a\": null}}      | attributes.a",
      })
  void a_field_that_cannot_be_is_named(String body, String field) {
    Api.Answer answer = put(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0151", "4915112345678", "+4900", "%2B1", "me", "+49151123456789012"})
  void a_number_is_checked_as_in_an_import(String number) {
    for (String path : List.of("/api/v1/contacts/" + number, "/api/v1/suppressions/" + number)) {
      Api.Answer answer = api.get(path);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error("phone")).contains("E.164");
    }
    assertThat(delete("/api/v1/contacts/" + number).status()).isEqualTo(400);
  }

  @Test
  void windows_are_shown() {
    put("{}");
    UUID channel = new Given(api, jdbc).channel();
    jdbc.sql(
            """
            INSERT INTO service_windows (contact_id, channel_id, last_inbound_at, service_until)
            SELECT id, ?, '2026-11-24T08:00:00Z', '2026-11-25T08:00:00Z' FROM contacts WHERE phone = ?
            """)
        .params(channel, phone)
        .update();

    JsonNode window = api.get(path()).json().path("windows").path(0);

    assertThat(window.path("channel_id").asString()).isEqualTo(channel.toString());
    assertThat(window.path("service_until").asString()).isEqualTo("2026-11-25T08:00:00Z");
    assertThat(window.path("free_entry_until").isNull()).isTrue();
  }

  @Test
  void the_history_holds_consents_and_messages_in_pages() {
    api.csv("/api/v1/audiences?name=a&consent_source=form", "phone\n" + phone + "\n");
    consent("opt_out", "shop", "");
    consent("opt_in", "shop", ", \"proof\": \"https://shop.test/form/7\"");

    List<String> kinds = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get(path() + "/history?limit=2&cursor=" + cursor).json();
      page.path("data").forEach(entry -> kinds.add(entry.path("consent").path("kind").asString()));
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());

    assertThat(kinds).containsExactly("opt_in", "opt_out", "opt_in");
    JsonNode first = api.get(path() + "/history").json().path("data").path(0);
    assertThat(first.path("type").asString()).isEqualTo("consent");
    assertThat(first.path("consent").path("proof").asString())
        .isEqualTo("https://shop.test/form/7");
    JsonNode imported = api.get(path() + "/history").json().path("data").path(2).path("consent");
    assertThat(imported.path("recorded_by").asString()).isEqualTo("import");
    assertThat(imported.path("proof").asString()).contains("line 2");
    assertThat(api.get(path() + "/history?cursor=nonsense").error("cursor")).isNotBlank();
    assertThat(api.get("/api/v1/contacts/" + Given.number() + "/history").status()).isEqualTo(404);
  }

  @Test
  void an_erasure_leaves_a_suppression_and_may_be_repeated() {
    api.csv("/api/v1/audiences?name=a&consent_source=form", "phone,name\n" + phone + ",Ana\n");

    assertThat(delete(path()).status()).isEqualTo(204);
    assertThat(delete(path()).status()).isEqualTo(204);

    assertThat(api.get(path()).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/suppressions/" + phone).json().path("erased").asBoolean()).isTrue();
    assertThat(
            jdbc.sql("SELECT count(*) FROM contacts k WHERE k::text LIKE '%Ana%' OR phone = ?")
                .param(phone)
                .query(Integer.class)
                .single())
        .isZero();
    api.csv("/api/v1/audiences?name=b&consent_source=form", "phone\n" + phone + "\n");
    JsonNode again = api.get(path()).json();
    assertThat(again.path("marketing").path("state").asString()).isEqualTo("opted_in");
    assertThat(again.path("suppression").path("reason").asString()).isEqualTo("erased");
    assertThat(delete("/api/v1/contacts/" + Given.number()).status()).isEqualTo(204);
  }

  @Test
  void an_import_dates_no_opt_in_into_the_future_and_keeps_an_opt_out_of_later() {
    String csv = "phone,opt_in,opt_in_at\n" + phone + ",true,%s\n";
    String soon = Instant.now().plusSeconds(3600).toString();
    api.csv("/api/v1/audiences?name=a", csv.formatted(soon));
    consent("opt_out", "phone call", "");
    assertThat(state()).isEqualTo("opted_out");

    api.csv("/api/v1/audiences?name=b", csv.formatted("2026-01-01"));
    assertThat(state()).isEqualTo("opted_out");
  }

  private String state() {
    return api.get(path()).json().path("marketing").path("state").asString();
  }

  private void consent(String kind, String source, String more) {
    Api.Answer answer =
        api.post(
            "/api/v1/consents",
            "{\"phone\": \"%s\", \"kind\": \"%s\", \"source\": \"%s\"%s}"
                .formatted(phone, kind, source, more));
    assertThat(answer.status()).isEqualTo(201);
  }

  private String path() {
    return "/api/v1/contacts/" + phone;
  }

  private Api.Answer put(String json) {
    return api.send(
        api.request(path())
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  private Api.Answer delete(String path) {
    return api.send(api.request(path).DELETE());
  }
}
