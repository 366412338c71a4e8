package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which of the two routes a marketing message takes, and how one can tell. */
@Timeout(120)
class MarketingRouteTest {

  @Test
  void an_account_without_the_terms_is_refused_under_strict() {
    try (Bench bench = Bench.start("{'rules': {'mm_onboarded': false}}")) {
      Bench.Reply reply = bench.marketing(strict());

      assertThat(reply.outcome()).isEqualTo("131055 by HTTP 400");
      assertThat(reply.error().path("message").asString())
          .isEqualTo(
              "(#200) You must accept the Marketing Messages Lite API terms to use the API.");
      assertThat(bench.summary().path("accepted_sends").asInt()).isZero();
    }
  }

  @Test
  void an_account_without_the_terms_goes_by_way_of_cloud_where_fallback_is_allowed() {
    try (Bench bench = Bench.start("{'rules': {'mm_onboarded': false}}")) {
      ObjectNode explicit = Sends.news(ANA).put("product_policy", "CLOUD_API_FALLBACK");
      assertThat(bench.marketing(explicit).outcome()).isEqualTo("accepted");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).as("by default").isEqualTo("accepted");

      assertThat(bench.simulator().sends(null))
          .extracting(AcceptedSend::endpoint, AcceptedSend::route)
          .containsOnly(tuple("marketing_messages", "cloud"));
      assertThat(categories(bench)).containsOnly("marketing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"134100", "134101", "134102", "131009"})
  void metas_own_fallback_covers_onboarding_and_nothing_else(String code) {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'mm_refusal': '" + code + "'}")) {
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).startsWith(code + " ");
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
    }
  }

  @Test
  void a_refusal_of_onboarding_for_one_person_is_an_error_under_strict_and_cloud_otherwise() {
    try (Bench bench = Bench.withFate(ANA_DIGITS, "{'mm_refusal': '131055'}")) {
      assertThat(bench.marketing(strict()).outcome()).isEqualTo("131055 by HTTP 400");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      assertThat(bench.summary().path("by_route"))
          .isEqualTo(Sends.json("{'cloud': 1, 'marketing_messages': 0}"));
    }
  }

  @Test
  void marketing_that_is_disabled_on_cloud_is_refused_there_with_131063() {
    try (Bench bench = Bench.start("{'rules': {'cloud_marketing_disabled': true}}")) {
      assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("131063 by HTTP 400");
      assertThat(bench.cloud(Sends.orderUpdate(ANA)).outcome()).isEqualTo("accepted");
      assertThat(bench.marketing(Sends.news(ANA)).outcome()).isEqualTo("accepted");
      bench.put("/_simulator/behaviour", "{'rules': {'mm_onboarded': false}}");
      assertThat(bench.marketing(Sends.news(ANA)).outcome())
          .as("the fallback ends there, too")
          .isEqualTo("131063 by HTTP 400");
    }
  }

  @Test
  void the_pricing_category_tells_the_route() {
    try (Bench bench = Bench.start()) {
      bench.marketing(strict());
      assertThat(categories(bench)).containsExactly("marketing_lite", "marketing_lite");
      bench.cloud(Sends.news(ANA));
      assertThat(categories(bench)).endsWith("marketing", "marketing").hasSize(4);
    }
  }

  private static ObjectNode strict() {
    return Sends.news(ANA).put("product_policy", "STRICT");
  }

  private static List<String> categories(Bench bench) {
    return bench.statuses().stream()
        .map(status -> status.path("pricing").path("category"))
        .filter(category -> !category.isMissingNode())
        .map(JsonNode::asString)
        .toList();
  }
}
