package dev.whatsway.api.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TemplatesTest extends ApiTest {

  private static final String TEMPLATES = "/api/v1/templates";

  @Test
  void a_template_tells_how_often_its_links_were_followed() {
    Given given = new Given(api, jdbc);
    String path = TEMPLATES + "/" + given.template(given.channel()) + "/clicks";
    assertThat(api.get(path).json().path("clicked").asInt(-1)).isZero();
    jdbc.sql(
            """
            INSERT INTO template_clicks (account_id, waba_id, name, language, metric, n)
            SELECT account_id, waba_id, name, language, m, length(m) FROM templates,
              (VALUES ('clicked'), ('landing_page_views')) AS metrics (m)
            """)
        .update();
    assertThat(api.get(path).json().toString())
        .isEqualTo("{\"clicked\":7,\"landing_page_views\":18}");
    assertThat(stranger().get(path).status()).isEqualTo(404);
  }

  @Test
  void a_template_tells_the_variables_it_declares() {
    JsonNode template =
        api.post(
                TEMPLATES,
                """
                {"name": "sale", "language": "en_US", "category": "marketing",
                 "waba_id": "102290129340398",
                 "components": [
                   {"type": "HEADER", "format": "TEXT", "text": "For {{1}}"},
                   {"type": "BODY", "text": "Hi {{1}}, {{2}} off"},
                   {"type": "FOOTER", "text": "Stop any time"},
                   {"type": "BUTTONS", "buttons": [
                     {"type": "QUICK_REPLY", "text": "Stop"},
                     {"type": "URL", "text": "Shop", "url": "https://shop.test/{{1}}"}]}]}
                """)
            .json();

    assertThat(template.path("category").asString()).isEqualTo("MARKETING");
    assertThat(template.path("status").asString()).isEqualTo("APPROVED");
    assertThat(template.path("variables").toString())
        .isEqualTo("[\"header.1\",\"1\",\"2\",\"button.1.1\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sale    | en_US   | MARKETING | Hi        | name",
        "sale    | english | MARKETING | Hi        | language",
        "sale    | en_US   | PROMO     | Hi        | category",
        "sale    | en_US   | MARKETING | ''        | components[0].text",
        "sale    | en_US   | MARKETING | Hi {{2}}  | components[0].text",
        "sale    | en_US   | MARKETING | Hi {{n}}  | components[0].text",
      })
  void metas_limits_that_can_be_told_are_told(
      String name, String language, String category, String text, String field) {
    Api.Answer answer =
        api.post(
            TEMPLATES,
            """
            {"name": "%s", "language": "%s", "category": "%s", "waba_id": "102290129340398",
             "components": [{"type": "BODY", "text": "%s"}]}
            """
                .formatted(name, language, category, text));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).isNotBlank();
  }

  @Test
  void whose_template_it_is_must_be_said_once() {
    UUID channel = new Given(api, jdbc).channel();
    String rest =
        "\"name\": \"sale\", \"language\": \"en\", \"category\": \"UTILITY\", \"components\":"
            + " [{\"type\": \"BODY\", \"text\": \"Hi\"}]}";

    assertThat(api.post(TEMPLATES, "{" + rest).error("waba_id")).contains("only one");
    assertThat(
            api.post(
                    TEMPLATES,
                    "{\"waba_id\": \"12345\", \"channel_id\": \"" + channel + "\", " + rest)
                .error("waba_id"))
        .contains("only one");
    assertThat(
            api.post(TEMPLATES, "{\"channel_id\": \"" + UUID.randomUUID() + "\", " + rest)
                .error("channel_id"))
        .contains("of this account");
  }

  @Test
  void name_and_language_are_the_key() {
    Given given = new Given(api, jdbc);
    UUID channel = given.channel();
    given.template(channel);

    Api.Answer again =
        api.post(
            TEMPLATES,
            """
            {"name": "spring_sale", "language": "en_US", "category": "MARKETING",
             "waba_id": "102290129340398", "components": [{"type": "BODY", "text": "Hi"}]}
            """);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error("name")).contains("new for its language");
  }

  @Test
  void the_list_can_be_filtered() {
    Given given = new Given(api, jdbc);
    given.template(given.channel());

    assertThat(count("?name=spring_sale&status=approved&waba_id=102290129340398")).isEqualTo(1);
    assertThat(count("?name=other")).isZero();
    assertThat(count("?status=PAUSED")).isZero();
    assertThat(count("?waba_id=1")).isZero();
  }

  private int count(String query) {
    return api.get(TEMPLATES + query).json().path("data").size();
  }
}
