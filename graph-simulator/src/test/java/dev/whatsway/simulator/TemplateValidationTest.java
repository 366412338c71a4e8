package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A request's template object against the template itself. */
@Timeout(120)
class TemplateValidationTest {
  @AutoClose private final Bench bench = Bench.start();

  @Test
  void exactly_as_many_parameters_as_the_template_has_variables_are_taken() {
    assertThat(outcome("order_update", "A-1", "on its way")).isEqualTo("accepted");

    assertThat(outcome("order_update", "A-1")).isEqualTo("132000 by HTTP 400");
    assertThat(outcome("order_update", "A-1", "on its way", "today"))
        .isEqualTo("132000 by HTTP 400");
    assertThat(outcome("order_update")).isEqualTo("132000 by HTTP 400");
    assertThat(bench.cloud(Sends.template(ANA, "summer_news", "en", "Ana")).outcome())
        .as("a template without variables")
        .isEqualTo("132000 by HTTP 400");
  }

  @Test
  void the_details_tell_both_numbers() {
    assertThat(bench.cloud(Sends.template(ANA, "order_update", "en_US", "A-1")).details())
        .isEqualTo(
            "body: number of localizable_params (1) does not match the expected number of params"
                + " (2)");
  }

  @ParameterizedTest
  @CsvSource({
    "unheard_of,     en_US, 132001 by HTTP 404",
    "order_update,   de,    132001 by HTTP 404",
    "pending_promo,  en_US, 132001 by HTTP 404",
    "paused_promo,   en_US, 132015 by HTTP 400",
    "disabled_promo, en_US, 132016 by HTTP 400"
  })
  void a_template_that_may_not_be_sent_is_refused_on_both_routes(
      String name, String language, String outcome) {
    assertThat(bench.cloud(Sends.template(ANA, name, language)).outcome()).isEqualTo(outcome);
    assertThat(bench.marketing(Sends.template(ANA, name, language)).outcome()).isEqualTo(outcome);
  }

  @Test
  void a_template_can_be_paused_and_disabled_at_run_time_in_one_language_or_all() {
    bench.put("/_simulator/behaviour", "{'template_status': {'summer_news/en': 'PAUSED'}}");
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("132015 by HTTP 400");
    bench.put("/_simulator/behaviour", "{'template_status': {'summer_news/en': null}}");
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
    bench.put("/_simulator/behaviour", "{'template_status': {'summer_news': 'DISABLED'}}");
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("132016 by HTTP 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "carriage\rreturn", "a\ttab", "five     spaces"})
  void a_text_with_line_break_tab_or_five_spaces_is_refused_with_132018(String text) {
    Bench.Reply reply = bench.cloud(Sends.template(ANA, "order_update", "en_US", "A-1", text));

    assertThat(reply.outcome()).isEqualTo("132018 by HTTP 400");
    assertThat(reply.details())
        .isEqualTo(
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
  }

  @Test
  void four_spaces_in_a_row_are_taken_and_an_empty_text_is_not() {
    assertThat(outcome("order_update", "A-1", "four    spaces")).isEqualTo("accepted");
    assertThat(outcome("order_update", "A-1", "")).isEqualTo("131008 by HTTP 400");
  }

  @Test
  void a_parameter_of_a_type_that_does_not_fit_is_refused_with_132012() {
    ObjectNode message = Sends.template(ANA, "order_update", "en_US");
    Sends.with(
        message,
        "{'type': 'body', 'parameters': [{'type': 'text', 'text': 'A-1'},"
            + "{'type': 'image', 'image': {'id': '1'}}]}");

    assertThat(bench.cloud(message).outcome()).isEqualTo("132012 by HTTP 400");
  }

  @Test
  void amounts_and_dates_are_texts_with_a_fallback() {
    ObjectNode message = Sends.template(ANA, "order_update", "en_US");
    Sends.with(
        message,
        "{'type': 'body', 'parameters': ["
            + "{'type': 'currency', 'currency': {'fallback_value': '10 €', 'code': 'EUR',"
            + " 'amount_1000': 10000}},"
            + "{'type': 'date_time', 'date_time': {'fallback_value': 'today'}}]}");

    assertThat(bench.cloud(message).outcome()).isEqualTo("accepted");
  }

  @Test
  void a_body_longer_than_metas_limit_is_refused_with_132005() {
    assertThat(outcome("order_update", "A-1", "x".repeat(1100))).isEqualTo("132005 by HTTP 400");
  }

  @Test
  void a_link_with_a_variable_takes_exactly_one_parameter_and_an_index_of_either_type() {
    assertThat(bench.marketing(Sends.offer(ANA)).outcome()).isEqualTo("accepted");
    ObjectNode numeric = Sends.template(ANA, "loyalty_offer", "en_US", "Ana", "120");
    Sends.with(
        numeric,
        "{'type': 'button', 'sub_type': 'url', 'index': 0,"
            + " 'parameters': [{'type': 'text', 'text': 'abc'}]}");
    assertThat(bench.marketing(numeric).outcome()).isEqualTo("accepted");

    ObjectNode without = Sends.template(ANA, "loyalty_offer", "en_US", "Ana", "120");
    assertThat(bench.marketing(without).outcome()).isEqualTo("131008 by HTTP 400");
    ObjectNode beyond = Sends.with(Sends.offer(ANA), "{'type': 'button', 'index': '7'}");
    assertThat(bench.marketing(beyond).outcome()).isEqualTo("131009 by HTTP 400");
  }

  @Test
  void named_parameters_go_by_their_names() {
    assertThat(bench.marketing(winter("first_name", image())).outcome()).isEqualTo("accepted");
    assertThat(bench.marketing(winter("name", image())).outcome()).isEqualTo("100 by HTTP 400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type': 'image', 'image': {'id': '17'}}                 | accepted",
        "{'type': 'image', 'image': {}}                           | 131008 by HTTP 400",
        "{'type': 'video', 'video': {'link': 'https://a.example'}} | 132012 by HTTP 400",
        "{'type': 'text', 'text': 'Ana'}                          | 132012 by HTTP 400"
      })
  void a_media_header_takes_its_own_kind_of_media(String parameter, String outcome) {
    assertThat(bench.marketing(winter("first_name", parameter)).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'latitude': 1.5, 'longitude': '2', 'name': 'Shop', 'address': 'Main St 1'} | accepted",
        "{'latitude': 1.5, 'longitude': '2', 'name': 'Shop'} | 131008 by HTTP 400"
      })
  void a_location_header_takes_a_whole_location(String location, String outcome) {
    bench.put(
        "/_simulator/behaviour",
        "{'templates': [{'name': 'visit_us', 'language': 'en', 'category': 'MARKETING',"
            + "'components': [{'type': 'HEADER', 'format': 'LOCATION'},"
            + "{'type': 'BODY', 'text': 'Come!'}]}]}");
    ObjectNode message = Sends.template(ANA, "visit_us", "en");
    Sends.with(
        message,
        "{'type': 'header', 'parameters': [{'type': 'location', 'location': " + location + "}]}");

    assertThat(bench.marketing(message).outcome()).isEqualTo(outcome);
  }

  @Test
  void an_authentication_template_needs_a_phone_number() {
    ObjectNode code = Sends.template(ANA, "login_code", "en_US", "123456");
    Sends.with(
        code,
        "{'type': 'button', 'sub_type': 'url', 'index': '0',"
            + " 'parameters': [{'type': 'text', 'text': '123456'}]}");

    assertThat(bench.cloud(code).outcome()).isEqualTo("accepted");
    assertThat(bench.cloud(Sends.toUserId(code, "BR.134912086553")).outcome())
        .isEqualTo("131062 by HTTP 400");
  }

  private String outcome(String template, String... texts) {
    return bench.cloud(Sends.template(ANA, template, "en_US", texts)).outcome();
  }

  private static ObjectNode winter(String parameterName, String headerParameter) {
    ObjectNode message = Sends.template(ANA, "winter_launch", "en_US");
    Sends.with(message, "{'type': 'header', 'parameters': [" + headerParameter + "]}");
    return Sends.with(
        message,
        "{'type': 'body', 'parameters': [{'type': 'text', 'text': 'Ana', 'parameter_name': '"
            + parameterName
            + "'}]}");
  }

  private static String image() {
    return "{'type': 'image', 'image': {'link': 'https://shop.example/winter.jpg'}}";
  }
}
