package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.template.Shapes;
import dev.whatsway.store.template.Shapes.Shape;
import dev.whatsway.store.template.VariableKeys;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateComponentsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void puts_every_value_where_its_key_says() {
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                "1", "Ana",
                "2", "20 %",
                "header.document.link", "https://shop.test/a.pdf",
                "header.document.filename", "a.pdf",
                "button.0.copy_code.coupon_code", "SAVE20",
                "button.1.1", "abc",
                "limited_time_offer.expiration_time_ms", "2026-12-24T18:00:00Z",
                "card.0.header.image.id", "7",
                "card.1.button.0.quick_reply.payload", "more"));

    assertThat(JSON.valueToTree(TemplateComponents.of(values)).toString())
        .satisfies(
            text ->
                assertThat(JSON.readTree(text))
                    .isEqualTo(
                        JSON.readTree(
                            """
                            [{"type": "header", "parameters": [{"type": "document",
                               "document": {"filename": "a.pdf", "link": "https://shop.test/a.pdf"}}]},
                             {"type": "body", "parameters": [{"type": "text", "text": "Ana"},
                               {"type": "text", "text": "20 %"}]},
                             {"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer",
                               "limited_time_offer": {"expiration_time_ms": 1798135200000}}]},
                             {"type": "button", "sub_type": "copy_code", "index": "0",
                               "parameters": [{"type": "coupon_code", "coupon_code": "SAVE20"}]},
                             {"type": "button", "sub_type": "url", "index": "1",
                               "parameters": [{"type": "text", "text": "abc"}]},
                             {"type": "carousel", "cards": [
                               {"card_index": 0, "components": [{"type": "header", "parameters":
                                 [{"type": "image", "image": {"id": "7"}}]}]},
                               {"card_index": 1, "components": [{"type": "button", "index": "0",
                                 "sub_type": "quick_reply",
                                 "parameters": [{"type": "payload", "payload": "more"}]}]}]}]
                            """)));
  }

  /** What a campaign must give is what its template takes. */
  @ParameterizedTest
  @MethodSource("shapes")
  void makes_of_the_keys_that_are_needed_what_the_template_takes(Shape shape) {
    VariableKeys keys = VariableKeys.of(shape.components());
    Map<String, String> values = new TreeMap<>();
    keys.needed().forEach(key -> values.put(key, "1798135200000"));
    JsonNode made = JSON.readTree(JSON.writeValueAsString(TemplateComponents.of(values)));

    assertThat(keys.problems(values.keySet()).isEmpty())
        .as("whether campaigns can send it")
        .isEqualTo(shape.problems(made).isEmpty());
    if (!shape.name().equals("mpm")) {
      assertThat(shape.problems(made)).isEmpty();
    }
  }

  static Collection<Shape> shapes() {
    return Shapes.all().values();
  }
}
