package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static dev.whatsway.simulator.Sends.JUERGEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Everybody clicks; where Meta tells it, and what. */
@Timeout(120)
class ClickTest {
  @AutoClose private final Bench bench = Bench.start("{'rates': {'click': 1}}");

  @Test
  void a_click_names_neither_message_nor_person() {
    String wamid = bench.marketing(Sends.offer(ANA)).wamid();
    bench.settle();

    assertThat(bench.receiver().values("user_actions"))
        .singleElement()
        .satisfies(
            value -> {
              assertThat(value.propertyNames())
                  .containsExactlyInAnyOrder("messaging_product", "metadata", "user_actions");
              assertThat(value.toString()).doesNotContain(wamid).doesNotContain(ANA_DIGITS);
              JsonNode action = value.path("user_actions").path(0);
              assertThat(action.propertyNames())
                  .containsExactlyInAnyOrder(
                      "action_type", "timestamp", "marketing_messages_link_click_data");
              assertThat(action.path("action_type").asString())
                  .isEqualTo("marketing_messages_link_click");
              assertThat(action.path("timestamp").isString()).isTrue();
              JsonNode data = action.path("marketing_messages_link_click_data");
              assertThat(data.path("click_component").asString()).isEqualTo("cta");
              assertThat(data.path("click_id").asString()).isNotEmpty();
            });
  }

  @Test
  void a_link_in_the_text_is_a_click_on_the_body() {
    bench.marketing(Sends.template(ANA, "spring_sale", "en_US", "Ana"));
    bench.settle();

    assertThat(bench.receiver().items("user_actions"))
        .extracting(
            action ->
                action
                    .path("marketing_messages_link_click_data")
                    .path("click_component")
                    .asString())
        .containsExactly("body");
  }

  @Test
  void no_click_is_told_of_cloud_of_a_template_without_link_or_of_europe() {
    bench.cloud(Sends.offer(ANA));
    bench.marketing(Sends.news(ANA));
    bench.marketing(Sends.offer(JUERGEN));
    bench.settle();
    assertThat(bench.receiver().items("user_actions")).isEmpty();

    bench.put("/_simulator/behaviour", "{'rules': {'clicks_everywhere': true}}");
    bench.marketing(Sends.offer(JUERGEN));
    bench.settle();
    assertThat(bench.receiver().items("user_actions")).hasSize(1);
  }
}
