package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What the closed schema of /marketing_messages takes and what it does not. */
@Timeout(120)
class MarketingMessagesSchemaTest {
  @AutoClose private final Bench bench = Bench.start();

  @Test
  void every_field_of_the_official_schema_is_taken() {
    ObjectNode message =
        Sends.news(ANA)
            .put("product_policy", "CLOUD_API_FALLBACK")
            .put("message_activity_sharing", true);
    message.putObject("bid_spec").put("per_message_bid_multiplier", 1.5);

    assertThat(bench.marketing(message).outcome()).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "preview_url", "text", "status", "Template"})
  void a_field_that_the_schema_lacks_is_refused_here_but_not_by_cloud(String field) {
    ObjectNode message = Sends.news(ANA).put(field, "x");

    Bench.Reply refused = bench.marketing(message);
    assertThat(refused.outcome()).isEqualTo("100 by HTTP 400");
    assertThat(refused.details()).contains("\"" + field + "\"");
    assertThat(bench.cloud(message).outcome()).isEqualTo("accepted");
  }

  @Test
  void callback_data_is_echoed_dropped_or_refused_as_the_behaviour_says() {
    ObjectNode message = Sends.news(ANA).put("biz_opaque_callback_data", "for-us");

    assertThat(bench.marketing(message).outcome()).isEqualTo("accepted");
    bench.put("/_simulator/behaviour", "{'rules': {'mm_callback_data': 'drop'}}");
    assertThat(bench.marketing(message).outcome()).isEqualTo("accepted");
    bench.put("/_simulator/behaviour", "{'rules': {'mm_callback_data': 'reject'}}");
    assertThat(bench.marketing(message).outcome()).isEqualTo("100 by HTTP 400");
    assertThat(bench.cloud(message).outcome()).isEqualTo("accepted");

    assertThat(bench.simulator().sends(null))
        .extracting(AcceptedSend::bizOpaqueCallbackData)
        .containsExactly("for-us", null, "for-us");
  }

  @Test
  void a_message_that_is_no_template_is_refused_with_100() {
    Bench.Reply reply = bench.marketing(withoutText(Sends.text(ANA, "Hello")));

    assertThat(reply.outcome()).isEqualTo("100 by HTTP 400");
    assertThat(reply.details()).isEqualTo("Message must be a template message.");
  }

  @Test
  void a_template_that_is_not_marketing_is_refused_with_134100() {
    assertThat(bench.marketing(Sends.orderUpdate(ANA)).outcome()).isEqualTo("134100 by HTTP 400");
    assertThat(bench.cloud(Sends.orderUpdate(ANA)).outcome()).isEqualTo("accepted");
  }

  @Test
  void an_unknown_product_policy_is_refused() {
    assertThat(bench.marketing(Sends.news(ANA).put("product_policy", "strict")).outcome())
        .isEqualTo("100 by HTTP 400");
  }

  /** The closed schema would refuse the field text before the type is looked at. */
  private static ObjectNode withoutText(ObjectNode message) {
    message.remove("text");
    return message;
  }
}
