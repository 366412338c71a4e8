package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static dev.whatsway.simulator.Sends.ANA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Messages that are no templates, read marks, and the requests that are kept. */
@Timeout(120)
class ContentTest {

  @AutoClose
  private final Bench bench = Bench.start("{'keep_requests': 2, 'pair_rate': {'interval_ms': 0}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "image | {'link': 'https://example.com/a.png', 'caption': 'a'} | accepted",
        "image | {'id': '1', 'link': 'https://example.com/a.png'} | 131009 by HTTP 400",
        "image | {'caption': 'a'} | 131008 by HTTP 400",
        "video | {'id': '1'} | accepted",
        "audio | {'id': '1', 'voice': true} | accepted",
        "document | {'id': '1', 'filename': 'a.pdf', 'a_field_of_tomorrow': 1} | accepted",
        "sticker | {'id': '1'} | accepted",
        "location | {'latitude': 1.5, 'longitude': 2, 'name': 'n', 'address': 'a'} | accepted",
        "location | {'latitude': 1.5} | 131008 by HTTP 400",
        "contacts | [{'name': {'formatted_name': 'A B'}}] | accepted",
        "contacts | [{'phones': []}] | 131008 by HTTP 400",
        "contacts | {'name': 1} | 100 by HTTP 400",
        "reaction | {'message_id': 'wamid.A', 'emoji': ''} | accepted",
        "reaction | {'emoji': 'x'} | 131008 by HTTP 400",
        "text | {'body': 'a', 'preview_url': true} | accepted"
      })
  void content_is_checked_by_its_type(String type, String content, String outcome) {
    ObjectNode message = Sends.text(ANA, "x");
    message.remove("text");
    message.put("type", type).set(type, Json.PLAIN.readTree(content.replace('\'', '"')));
    assertThat(bench.cloud(message).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "button | {'buttons': [{'type': 'reply', 'reply': {'id': '1', 'title': 'a'}}]} | accepted",
        "button | {'buttons': [{'reply': {'id': '1', 'title': 'a'}}, {'reply': {'id': '2', 'title': 'a'}}]} | 131009 by HTTP 400",
        "button | {'buttons': []} | 131009 by HTTP 400",
        "button | {'buttons': [{'reply': {'id': '1', 'title': 'longer than twenty letters'}}]} | 100 by HTTP 400",
        "list | {'button': 'b', 'sections': [{'title': 't', 'rows': [{'id': '1', 'title': 'a'}]}]} | accepted",
        "list | {'button': 'b', 'sections': [{'title': 't', 'rows': []}]} | 131009 by HTTP 400",
        "list | {'sections': []} | 131008 by HTTP 400",
        "cta_url | {'name': 'cta_url', 'parameters': {'display_text': 'a', 'url': 'https://example.com'}} | accepted",
        "cta_url | {'name': 'cta_url', 'parameters': {'url': 'https://example.com'}} | 131008 by HTTP 400",
        "product | {'catalog_id': '1', 'product_retailer_id': '2'} | accepted",
        "carousel | {'cards': [{'card_index': 0}]} | 131009 by HTTP 400",
        "location_request_message | {'name': 'send_location'} | accepted",
        "telepathy | {} | 100 by HTTP 400"
      })
  void an_interactive_message_is_checked_by_its_kind(String type, String action, String outcome) {
    ObjectNode message = Sends.text(ANA, "x");
    message.remove("text");
    ObjectNode interactive = message.put("type", "interactive").putObject("interactive");
    interactive.put("type", type).putObject("body").put("text", "body");
    interactive.set("action", Sends.json(action));
    assertThat(bench.cloud(message).outcome()).isEqualTo(outcome);
  }

  @Test
  void a_read_mark_is_no_send() {
    String mark = "{'messaging_product': 'whatsapp', 'status': 'read', 'message_id': 'wamid.A'}";
    assertThat(bench.cloud(Sends.json(mark)).json()).isEqualTo(Sends.json("{'success': true}"));
    ObjectNode typing = Sends.json(mark);
    typing.putObject("typing_indicator").put("type", "text");
    assertThat(bench.cloud(typing).json()).isEqualTo(Sends.json("{'success': true}"));
    assertThat(bench.cloud(Sends.json(mark.replace("'read'", "'sent'"))).outcome())
        .isEqualTo("100 by HTTP 400");
    assertThat(bench.cloud(Sends.json(mark.replace("wamid.A", "1"))).outcome())
        .isEqualTo("131009 by HTTP 400");
    assertThat(bench.summary().path("accepted_sends").asInt()).isZero();
  }

  @Test
  void the_last_requests_are_kept_as_they_came() {
    bench.cloud(Sends.text(ANA, "one"));
    ObjectNode wrong = Sends.text(ANA, "two");
    wrong.remove("to");
    bench.cloud(wrong);
    bench.marketing(Sends.news(ANA));

    assertThat(bench.simulator().requests())
        .extracting(ReceivedRequest::endpoint, ReceivedRequest::body, ReceivedRequest::status)
        .containsExactly(
            tuple("messages", wrong.toString(), 400),
            tuple("marketing_messages", Sends.news(ANA).toString(), 200));
    assertThat(bench.get("/_simulator/requests").json().path(0).path("phone_number_id").asString())
        .isEqualTo(PHONE_NUMBER_ID);
  }
}
