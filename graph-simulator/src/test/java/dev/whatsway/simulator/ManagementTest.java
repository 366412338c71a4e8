package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static dev.whatsway.simulator.Bench.WABA_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Templates, the phone-number node and the WABA node. */
@Timeout(120)
class ManagementTest {
  private static final String TEMPLATES = "/v24.0/" + WABA_ID + "/message_templates";

  @AutoClose private final Bench bench = Bench.start();

  @Test
  void templates_are_listed_in_pages_that_lead_to_one_another() {
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = TEMPLATES + "?limit=4&fields=name";
    while (!next.isEmpty()) {
      JsonNode page = bench.get(next).json();
      page.path("data").forEach(template -> names.add(template.path("name").asString()));
      sizes.add(page.path("data").size());
      assertThat(page.path("paging").path("cursors").propertyNames())
          .containsExactly("before", "after");
      String url = page.path("paging").path("next").asString("");
      assertThat(url).doesNotContain("access_token");
      next = url.isEmpty() ? "" : relative(url);
    }

    assertThat(sizes).containsExactly(4, 4, 4, 1);
    assertThat(names).doesNotHaveDuplicates().hasSize(13).contains("spring_sale", "pending_promo");
  }

  @Test
  void a_cursor_leads_to_the_same_page_as_the_link() {
    JsonNode first = bench.get(TEMPLATES + "?limit=12").json();
    String after = first.path("paging").path("cursors").path("after").asString();

    JsonNode last = bench.get(TEMPLATES + "?limit=12&after=" + after).json();
    assertThat(last.path("data")).hasSize(1);
    assertThat(last.path("paging").has("next")).isFalse();
    assertThat(bench.get(TEMPLATES + "?after=nonsense").outcome()).isEqualTo("100 by HTTP 400");
    assertThat(bench.get(TEMPLATES + "?limit=many").outcome()).isEqualTo("100 by HTTP 400");
  }

  @Test
  void a_template_shows_metas_default_fields_or_those_asked_for() {
    JsonNode template = bench.get(TEMPLATES + "?name=loyalty_offer").json().path("data").path(0);
    assertThat(template.propertyNames())
        .containsExactlyInAnyOrder(
            "name", "parameter_format", "components", "language", "status", "category", "id");
    assertThat(template.path("id").isString()).isTrue();

    assertThat(bench.get(TEMPLATES + "?name=loyalty_offer&fields=status").json().path("data"))
        .isEqualTo(Json.PLAIN.readTree("[{\"status\":\"APPROVED\",\"id\":\"8100000000000003\"}]"));
  }

  @Test
  void templates_are_filtered_by_status_and_an_empty_list_has_no_paging() {
    assertThat(bench.get(TEMPLATES + "?status=PAUSED").json().path("data"))
        .singleElement()
        .satisfies(
            template -> assertThat(template.path("name").asString()).isEqualTo("paused_promo"));
    assertThat(bench.get(TEMPLATES + "?name=nowhere").json()).isEqualTo(Sends.json("{'data':[]}"));
  }

  @Test
  void a_created_template_is_approved_at_once_and_can_be_sent() {
    ObjectNode template =
        Sends.json(
            "{'name': 'autumn', 'language': 'de', 'category': 'MARKETING',"
                + "'components': [{'type': 'BODY', 'text': 'Hallo {{1}}!',"
                + " 'example': {'body_text': [['Ana']]}}]}");
    Bench.Reply created = bench.post(TEMPLATES, template);
    assertThat(created.json().propertyNames())
        .containsExactlyInAnyOrder("id", "status", "category");
    assertThat(created.json().path("status").asString()).isEqualTo("APPROVED");

    assertThat(bench.marketing(Sends.template(ANA, "autumn", "de", "Ana")).outcome())
        .isEqualTo("accepted");
    assertThat(bench.post(TEMPLATES, template).outcome())
        .as("name and language are taken")
        .isEqualTo("100 by HTTP 400");
    bench.put("/_simulator/behaviour", "{'rules': {'new_template_status': 'PENDING'}}");
    bench.post(TEMPLATES, template.put("language", "en"));
    assertThat(bench.marketing(Sends.template(ANA, "autumn", "en", "Ana")).outcome())
        .isEqualTo("132001 by HTTP 404");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'name': 'Autumn'}",
        "{'category': 'NEWS'}",
        "{'language': null}",
        "{'components': []}"
      })
  void a_wrong_template_is_refused(String change) {
    ObjectNode template =
        Sends.json(
            "{'name': 'autumn', 'language': 'de', 'category': 'MARKETING',"
                + "'components': [{'type': 'BODY', 'text': 'Hallo!'}]}");

    assertThat(bench.post(TEMPLATES, Json.merge(template, Sends.json(change))).outcome())
        .isEqualTo("100 by HTTP 400");
  }

  @Test
  void a_phone_number_shows_quality_throughput_limit_and_status() {
    JsonNode node = bench.get("/v24.0/" + PHONE_NUMBER_ID).json();

    assertThat(node.path("id").asString()).isEqualTo(PHONE_NUMBER_ID);
    assertThat(node.path("display_phone_number").asString()).isEqualTo("+1 555-010-0123");
    assertThat(node.path("verified_name").asString()).isNotEmpty();
    assertThat(node.path("quality_rating").asString()).isEqualTo("GREEN");
    assertThat(node.path("status").asString()).isEqualTo("CONNECTED");
    assertThat(node.path("platform_type").asString()).isEqualTo("CLOUD_API");
    assertThat(node.path("throughput")).isEqualTo(Sends.json("{'level': 'STANDARD'}"));
    assertThat(node.path("whatsapp_business_manager_messaging_limit").asString())
        .isEqualTo("TIER_100K");
  }

  @Test
  void a_phone_number_shows_what_the_behaviour_says_and_only_the_fields_asked_for() {
    bench.put(
        "/_simulator/behaviour",
        "{'phone_numbers': {'777': {'quality_rating': 'RED', 'throughput_level': 'HIGH',"
            + "'waba_id': '999'}}}");

    assertThat(bench.get("/v24.0/777?fields=quality_rating,throughput%7Blevel%7D").json())
        .isEqualTo(
            Sends.json("{'quality_rating': 'RED', 'throughput': {'level': 'HIGH'}, 'id': '777'}"));
    JsonNode numbers = bench.get("/v24.0/999/phone_numbers?fields=quality_rating").json();
    assertThat(numbers).isEqualTo(Sends.json("{'data': [{'quality_rating': 'RED', 'id': '777'}]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "v23.0, true,  marketing_messages_lite_api_status,   ONBOARDED",
    "v24.0, true,  marketing_messages_onboarding_status, ONBOARDED",
    "v24.0, false, marketing_messages_onboarding_status, ELIGIBLE"
  })
  void a_waba_shows_whether_marketing_messages_are_open_to_it(
      String version, boolean onboarded, String field, String status) {
    bench.put(
        "/_simulator/behaviour",
        "{'rules': {'cloud_marketing_disabled': true, 'mm_onboarded': " + onboarded + "}}");

    JsonNode node = bench.get("/" + version + "/" + WABA_ID).json();
    assertThat(node.path("id").asString()).isEqualTo(WABA_ID);
    assertThat(node.path("currency").asString()).isEqualTo("EUR");
    assertThat(node.path("account_review_status").asString()).isEqualTo("APPROVED");
    assertThat(node.path("disable_marketing_messages_on_cloud_api").asBoolean()).isTrue();
    assertThat(node.propertyStream().filter(p -> p.getKey().startsWith("marketing_messages_")))
        .singleElement()
        .satisfies(
            property -> {
              assertThat(property.getKey()).isEqualTo(field);
              assertThat(property.getValue().asString()).isEqualTo(status);
            });
  }

  private static String relative(String url) {
    URI uri = URI.create(url);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
