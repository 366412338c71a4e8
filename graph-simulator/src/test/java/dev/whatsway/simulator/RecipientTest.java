package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who a message goes to, by what the request says. */
@Timeout(120)
class RecipientTest {
  @AutoClose private final Bench bench = Bench.start();

  @ParameterizedTest
  @CsvSource({"+5511987654321, 5511987654321", "5511987654321, 15511987654321"})
  void the_senders_country_code_goes_before_a_number_without_plus(String to, String reached) {
    assertThat(waId(bench.cloud(Sends.news(to)))).isEqualTo(reached);
    assertThat(bench.statuses())
        .hasSize(3)
        .allSatisfy(
            status -> assertThat(status.path("recipient_id").asString()).isEqualTo(reached));
  }

  @Test
  void the_country_code_is_the_one_of_the_sending_number() {
    bench.put(
        "/_simulator/behaviour",
        "{'phone_numbers': {'777': {'display_phone_number': '+49 30 123456',"
            + " 'country_code': '49'}}}");

    assertThat(waId(bench.post("/v24.0/777/messages", Sends.news("1701234567"))))
        .isEqualTo("491701234567");
  }

  @Test
  void a_number_without_plus_can_be_taken_as_it_is() {
    bench.put("/_simulator/behaviour", "{'rules': {'missing_plus': 'as_is'}}");

    assertThat(waId(bench.cloud(Sends.news("5511987654321")))).isEqualTo(ANA_DIGITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+12", "+1234567890123456", "Ana", "+55 11 9876x4321"})
  void what_is_no_phone_number_is_refused(String to) {
    assertThat(bench.cloud(Sends.news(to)).outcome()).isEqualTo("131009 by HTTP 400");
  }

  @Test
  void what_is_no_user_id_is_refused() {
    assertThat(bench.cloud(Sends.toUserId(Sends.news(""), ANA)).outcome())
        .isEqualTo("131009 by HTTP 400");
  }

  @Test
  void nobody_writes_to_oneself() {
    assertThat(bench.cloud(Sends.news("+1 555-010-0123")).outcome())
        .isEqualTo("131021 by HTTP 400");
  }

  @Test
  void the_sends_to_one_person_are_found_however_the_number_is_written() {
    String wamid = bench.cloud(Sends.news(ANA)).wamid();
    bench.cloud(Sends.news("+5511987654322"));

    for (String to : new String[] {"5511987654321", "+5511987654321", "%2B55+11+98765-4321"}) {
      JsonNode sends = bench.get("/_simulator/sends?to=" + to).json();
      assertThat(sends).as(to).hasSize(1);
      assertThat(sends.path(0).path("wamid").asString()).isEqualTo(wamid);
      assertThat(sends.path(0).path("to").asString()).isEqualTo(ANA_DIGITS);
    }
    assertThat(bench.get("/_simulator/sends?to=5511987650000").json()).isEmpty();
  }

  private static String waId(Bench.Reply reply) {
    return reply.json().path("contacts").path(0).path("wa_id").asString("");
  }
}
