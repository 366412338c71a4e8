package dev.whatsway.api.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SettingsTest extends ApiTest {

  private static final String QUIET = "/api/v1/settings/quiet-hours";
  private static final String CAPS = "/api/v1/settings/frequency-caps";

  @Test
  void quiet_hours_are_none_until_they_are_put_and_replaced_as_a_whole() {
    assertThat(api.get(QUIET).body())
        .isEqualTo("{\"default\":null,\"countries\":{},\"updated_at\":null}");

    JsonNode put =
        api.put(
                QUIET,
                """
                {"default": {"from": "21:00", "to": "08:00"},
                 "countries": {"FR": {"from": "20:30", "to": "10:00"}}}
                """)
            .json();
    assertThat(put.path("updated_at").asString()).isNotBlank();
    assertThat(put).isEqualTo(api.get(QUIET).json());
    assertThat(put.path("countries").toString())
        .isEqualTo("{\"FR\":{\"from\":\"20:30\",\"to\":\"10:00\"}}");

    JsonNode none = api.put(QUIET, "{}").json();
    assertThat(none.path("default").isNull()).isTrue();
    assertThat(none.path("countries").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"default\": {\"from\": \"21:00\"}}                             | default.to      | local time",
        "{\"default\": {\"from\": \"24:00\", \"to\": \"08:00\"}}          | default.from    | 23:59:59",
        "{\"default\": {\"from\": \"08:00\", \"to\": \"08:00\"}}          | default.to      | another time",
        "{\"countries\": {\"fr\": {\"from\": \"1\", \"to\": \"2\"}}}      | countries.fr    | upper case",
        "{\"countries\": {\"FR\": {\"from\": \"1\", \"to\": \"08:00\"}}}  | countries.FR.from | 21:00",
        "{\"default\": {\"from\": \"20:00\", \"to\": \"08:00\"}, \"countries\": {\"FR\": {\"from\": \"07:00\", \"to\": \"21:00\"}}} | countries | For FR",
        "{\"everyone\": {\"from\": \"20:00\", \"to\": \"08:00\"}}         | everyone        | countries",
      })
  void what_is_wrong_with_quiet_hours_is_named(String body, String field, String right) {
    Api.Answer answer = api.put(QUIET, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).as(answer.body()).contains(right);
  }

  @Test
  void caps_are_none_until_they_are_put_and_replaced_as_a_whole() {
    assertThat(api.get(CAPS).body()).isEqualTo("{\"caps\":[],\"updated_at\":null}");

    api.put(
        CAPS,
        """
        {"caps": [{"messages": 2, "per": "P1D"}, {"messages": 4, "per": 604800}]}
        """);
    assertThat(api.get(CAPS).json().path("caps").toString())
        .isEqualTo("[{\"messages\":2,\"per\":\"P1D\"},{\"messages\":4,\"per\":\"P7D\"}]");
    assertThat(api.get(QUIET).json().path("updated_at").isNull()).as("another setting").isTrue();
    assertThat(api.put(CAPS, "{\"caps\": []}").json().path("caps").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                     | caps             | may be empty",
        "{\"caps\": [{\"per\": \"P1D\"}]}                       | caps[0].messages | from 1 to 100",
        "{\"caps\": [{\"messages\": 0, \"per\": \"P1D\"}]}      | caps[0].messages | from 1 to 100",
        "{\"caps\": [{\"messages\": 1}]}                        | caps[0].per      | P7D",
        "{\"caps\": [{\"messages\": 1, \"per\": \"P1W\"}]}      | caps[0].per      | ISO 8601",
        "{\"caps\": [{\"messages\": 1, \"per\": \"P91D\"}]}     | caps[0].per      | P90D",
        "{\"caps\": [null]}                                     | caps[0]          | messages and per",
      })
  void what_is_wrong_with_caps_is_named(String body, String field, String right) {
    Api.Answer answer = api.put(CAPS, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error(field)).as(answer.body()).contains(right);
  }

  @Test
  void an_accounts_settings_are_its_own() {
    api.put(CAPS, "{\"caps\": [{\"messages\": 1, \"per\": \"P1D\"}]}");
    api.put(QUIET, "{\"default\": {\"from\": \"21:00\", \"to\": \"08:00\"}}");

    assertThat(stranger().get(CAPS).json().path("caps").isEmpty()).isTrue();
    assertThat(stranger().get(QUIET).json().path("default").isNull()).isTrue();
  }
}
