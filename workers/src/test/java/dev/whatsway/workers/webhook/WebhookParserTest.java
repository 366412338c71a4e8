package dev.whatsway.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import dev.whatsway.workers.webhook.fact.LinkClick;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import dev.whatsway.workers.webhook.fact.StatusFact;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WebhookParserTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-24T08:00:00Z");

  private final WebhookParser parser = new WebhookParser(new JsonMapper());

  @ParameterizedTest
  @CsvSource({"sent, SENT", "delivered, DELIVERED", "read, READ", "played, READ", "failed, FAILED"})
  void readsEveryStatus(String status, Kind kind) {
    assertThat(
            event("{\"id\":\"wamid.1\",\"status\":\"%s\",\"timestamp\":\"17\"}".formatted(status)))
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(kind);
              assertThat(event.at()).isEqualTo(Instant.ofEpochSecond(17));
            });
  }

  @Test
  void readsAStatusWithAllThatMetaMaySend() {
    StatusUpdate update =
        update(
            """
            {"id": "wamid.1", "status": "sent", "timestamp": "1751142888", "recipient_id": "16505551234",
             "biz_opaque_callback_data": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
             "conversation": {"id": "c1", "origin": {"type": "marketing_lite"}},
             "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing_lite"}}""");
    assertThat(update.attemptId())
        .isEqualTo(UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
    assertThat(update.conversationId()).isEqualTo("c1");
    assertThat(update.pricing())
        .isEqualTo(new StatusUpdate.Pricing("marketing_lite", "regular", true));
  }

  @Test
  void readsAStatusThatLacksAllThatMetaMayLeaveOut() {
    StatusUpdate update = update("{\"id\":\"wamid.1\",\"status\":\"read\"}");
    assertThat(update.attemptId()).isNull();
    assertThat(update.pricing()).isNull();
    assertThat(update.event().at()).isEqualTo(RECEIVED);
  }

  @Test
  void takesCallbackDataOfSomebodyElseForNone() {
    assertThat(
            update("{\"id\":\"w\",\"status\":\"sent\",\"biz_opaque_callback_data\":\"order 7\"}")
                .attemptId())
        .isNull();
  }

  @Test
  void readsAFailureWithoutThePhoneNumberMetaQuotes() {
    MessageEvent failed =
        event(
            """
            {"id": "w", "status": "failed", "timestamp": 1751142888, "errors": [{"code": 131026,
             "title": "Message undeliverable", "error_data": {"details": "Cannot reach +1 650 555 1234."}}]}""");
    assertThat(failed.failure()).isNotNull();
    assertThat(failed.failure().code()).isEqualTo(131026);
    assertThat(failed.failure().details()).doesNotContain("650").contains("Cannot reach");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":\"w\"}",
        "{\"id\":\"w\",\"status\":\"deleted\"}",
        "{\"status\":\"sent\"}",
        "{\"id\":\"w\",\"status\":7}",
        "\"text\"",
        "null",
        "[]"
      })
  void makesNoErrorOfWhatItDoesNotKnow(String item) {
    assertThat(read(EventKind.STATUS, item)).isInstanceOf(Unknown.class);
    assertThat(read(EventKind.MESSAGE, item)).isInstanceOf(Unknown.class);
    assertThat(read(EventKind.ACTION, item)).isInstanceOf(Unknown.class);
    assertThat(read(EventKind.PREFERENCE, item)).isInstanceOf(Unknown.class);
    assertThat(read(EventKind.OTHER, item)).isInstanceOf(Unknown.class);
  }

  @Test
  void knowsAnAnswerByItsContextAndAReactionByItsMessage() {
    for (String item :
        new String[] {
          "{\"type\":\"button\",\"context\":{\"id\":\"wamid.1\"},\"button\":{\"text\":\"Yes\"}}",
          "{\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.1\",\"emoji\":\"x\"}}"
        }) {
      assertThat(read(EventKind.MESSAGE, item))
          .isInstanceOfSatisfying(
              InboundMessage.class, reply -> assertThat(reply.answers()).isEqualTo("wamid.1"));
    }
  }

  @Test
  void readsClicksAndPreferences() {
    assertThat(
            read(
                EventKind.ACTION,
                "{\"action_type\":\"marketing_messages_link_click\",\"timestamp\":\"17\"}"))
        .isEqualTo(new LinkClick("1", Instant.ofEpochSecond(17), null, null, null));
    assertThat(
            read(
                EventKind.PREFERENCE,
                "{\"wa_id\":\"4915112345678\",\"value\":\"stop\",\"timestamp\":17}"))
        .isEqualTo(
            new Preference(
                "1", "+4915112345678", null, null, Choice.STOP, Instant.ofEpochSecond(17)));
    assertThat(read(EventKind.PREFERENCE, "{\"wa_id\":\"4915112345678\",\"value\":\"signup\"}"))
        .isInstanceOfSatisfying(
            Preference.class,
            preference -> assertThat(preference.choice()).isEqualTo(Choice.SIGNUP));
  }

  @Test
  void namesNothingAPersonWroteInACount() {
    assertThat(read(EventKind.MESSAGE, "{\"type\":\"Hi, it is me: Ann\"}"))
        .isEqualTo(new Unknown("message:unnamed"));
  }

  private MessageEvent event(String item) {
    return update(item).event();
  }

  private StatusUpdate update(String item) {
    return ((StatusFact) read(EventKind.STATUS, item)).update();
  }

  private WebhookFact read(EventKind kind, String item) {
    return parser.read(
        new PendingEvent(1, kind, "1", "{\"field\":\"x\",\"item\":" + item + "}", RECEIVED, 1));
  }
}
