package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.WABA_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.simulator.Bench.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Meta's rules for templates that are created, edited and deleted. */
@Timeout(120)
class TemplateManagementTest {
  private static final String TEMPLATES = "/v24.0/" + WABA_ID + "/message_templates";

  private final SetClock clock = new SetClock();

  @AutoClose private final Bench bench = Bench.start("{}", options -> options.withClock(clock));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[{'type': 'BODY', 'text': 'Hi'}] | accepted",
        "[{'type': 'FOOTER', 'text': 'Hi'}] | 100 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi {{1}} there'}] | 100 by HTTP 400",
        "[{'type': 'BODY', 'text': '{{1}} there', 'example': {'body_text': [['a']]}}] | 2388299 by HTTP 400",
        "[{'type': 'BODY', 'text': 'a {{1}}{{2}}{{3}} b', 'example': {'body_text': [['a']]}}] | 2388293 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'FOOTER', 'text': 'a {{1}} b'}] | 2388073 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'HEADER', 'format': 'IMAGE'}] | 100 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'HEADER', 'format': 'TEXT', 'text': '{{1}} {{2}}'}] | 2388047 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'BUTTONS', 'buttons': [{'type': 'QUICK_REPLY', 'text': 'a'}, {'type': 'URL', 'text': 'b', 'url': 'https://example.com'}, {'type': 'QUICK_REPLY', 'text': 'c'}]}] | 100 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'BUTTONS', 'buttons': [{'type': 'COPY_CODE', 'example': 'a'}, {'type': 'COPY_CODE', 'example': 'a'}]}] | 100 by HTTP 400",
        "[{'type': 'BODY', 'text': 'Hi'}, {'type': 'CAROUSEL', 'cards': [{}]}] | 100 by HTTP 400"
      })
  void components_are_checked(String components, String outcome) {
    assertThat(create("autumn", components).outcome()).isEqualTo(outcome);
  }

  @Test
  void an_approved_template_is_edited_once_a_day() {
    String id = create("autumn", "[{'type': 'BODY', 'text': 'One'}]").json().path("id").asString();
    ObjectNode two = Sends.json("{'components': [{'type': 'BODY', 'text': 'Two'}]}");

    assertThat(bench.post("/v24.0/" + id, two).json()).isEqualTo(Sends.json("{'success': true}"));
    assertThat(bench.get(TEMPLATES + "?name=autumn&fields=components").body()).contains("Two");
    assertThat(bench.post("/v24.0/" + id, two).outcome()).isEqualTo("2388039 by HTTP 400");
    clock.advance(Duration.ofHours(25));
    assertThat(bench.post("/v24.0/" + id, two).outcome()).isEqualTo("accepted");
    assertThat(bench.post("/v24.0/" + id, Sends.json("{'category': 'UTILITY'}")).outcome())
        .isEqualTo("2388039 by HTTP 400");
    assertThat(bench.post("/v24.0/999999", two).outcome()).isEqualTo("100 by HTTP 400");
  }

  @Test
  void a_deleted_name_rests_for_thirty_days() {
    create("autumn", "[{'type': 'BODY', 'text': 'One'}]");
    Reply deleted = bench.call(bench.request(TEMPLATES + "?name=autumn").DELETE());
    assertThat(deleted.json()).isEqualTo(Sends.json("{'success': true}"));

    assertThat(bench.marketing(Sends.template(ANA, "autumn", "de")).outcome())
        .isEqualTo("132001 by HTTP 404");
    assertThat(create("autumn", "[{'type': 'BODY', 'text': 'One'}]").outcome())
        .isEqualTo("100 by HTTP 400");
    clock.advance(Duration.ofDays(31));
    assertThat(create("autumn", "[{'type': 'BODY', 'text': 'One'}]").outcome())
        .isEqualTo("accepted");
    assertThat(bench.call(bench.request(TEMPLATES + "?name=nowhere").DELETE()).outcome())
        .isEqualTo("100 by HTTP 400");
  }

  @Test
  void an_id_deletes_one_language_only() {
    String id = create("autumn", "[{'type': 'BODY', 'text': 'One'}]").json().path("id").asString();
    ObjectNode english = template("autumn", "[{'type': 'BODY', 'text': 'One'}]");
    bench.post(TEMPLATES, english.put("language", "en"));

    bench.call(bench.request(TEMPLATES + "?name=autumn&hsm_id=" + id).DELETE());

    assertThat(bench.get(TEMPLATES + "?name=autumn&fields=language").json().path("data"))
        .singleElement()
        .satisfies(left -> assertThat(left.path("language").asString()).isEqualTo("en"));
  }

  private Reply create(String name, String components) {
    return bench.post(TEMPLATES, template(name, components));
  }

  private static ObjectNode template(String name, String components) {
    ObjectNode template = Sends.json("{'language': 'de', 'category': 'MARKETING'}");
    template.put("name", name);
    template.set("components", Json.PLAIN.readTree(components.replace('\'', '"')));
    return template;
  }
}
