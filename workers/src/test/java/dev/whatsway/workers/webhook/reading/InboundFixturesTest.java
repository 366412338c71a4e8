package dev.whatsway.workers.webhook.reading;

import static dev.whatsway.workers.webhook.reading.Fixtures.AT;
import static dev.whatsway.workers.webhook.reading.Fixtures.NUMBER;
import static dev.whatsway.workers.webhook.reading.Fixtures.WABA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.workers.webhook.fact.AccountErrors;
import dev.whatsway.workers.webhook.fact.InboundContent;
import dev.whatsway.workers.webhook.fact.InboundContent.Media;
import dev.whatsway.workers.webhook.fact.InboundContent.Reaction;
import dev.whatsway.workers.webhook.fact.InboundContent.SystemNote;
import dev.whatsway.workers.webhook.fact.InboundContent.Text;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import dev.whatsway.workers.webhook.fact.InboundMessage.Referral;
import dev.whatsway.workers.webhook.fact.LandingPageView;
import dev.whatsway.workers.webhook.fact.LinkClick;
import dev.whatsway.workers.webhook.fact.MessageEcho;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InboundFixturesTest {

  private static final String ANN = "+16505551234";
  private static final String ANNS_ID = "US.13491208655302741918";
  private static final String OURS = "wamid.out";

  static final Map<String, List<WebhookFact>> EXPECTED = new TreeMap<>();

  static {
    expect("inbound_text", ann(new Text("Do you ship to Spain?"), null));
    expect("inbound_text_reply", ann(new Text("Yes please"), OURS));
    expect("inbound_text_of_product", ann(new Text("Is it in stock?"), OURS));
    expect("inbound_user_id_alone", from(null, ANNS_ID, "US.ENT.9", new Text("Hello")));
    expect("inbound_number_and_user_id", from(ANN, ANNS_ID, "US.ENT.9", new Text("Hello")));
    expect(
        "inbound_two_people",
        from(ANN, "US.1", null, new Text("One")),
        new InboundMessage(
            NUMBER, "wamid.in2", "+16505550000", "US.2", null, AT, null, null, new Text("Two")));
    expect(
        "inbound_button",
        ann(new InboundContent.Button("STOP_PROMOTIONS", "Stop promotions"), OURS));
    expect("inbound_button_reply", ann(new InboundContent.ButtonReply("yes", "Yes"), OURS));
    expect(
        "inbound_list_reply",
        ann(new InboundContent.ListReply("express", "Express", "Next day"), OURS));
    expect(
        "inbound_flow_reply",
        ann(
            new InboundContent.FlowReply(
                "flow", "Sent", "{\"flow_token\":\"t\",\"date\":\"2026-11-24\"}"),
            OURS));
    expect("inbound_interactive_unknown", ann(new InboundContent.Other("interactive"), OURS));
    expect("inbound_image", ann(media("image", "1003383421387256", "image/jpeg", "Look"), null));
    expect("inbound_video", ann(media("video", "2", "video/mp4", null), null));
    expect(
        "inbound_document",
        ann(new Media("document", "3", "application/pdf", null, "order.pdf", false), null));
    expect(
        "inbound_audio_voice",
        ann(new Media("audio", "4", "audio/ogg; codecs=opus", null, null, true), null));
    expect("inbound_sticker", ann(media("sticker", "5", "image/webp", null), null));
    expect("inbound_reaction", ann(new Reaction(OURS, "\uD83D\uDC4D"), null));
    expect("inbound_unreaction_no_emoji", ann(new Reaction(OURS, null), null));
    expect("inbound_unreaction_empty", ann(new Reaction(OURS, null), null));
    expect(
        "inbound_order",
        ann(
            new InboundContent.Order(
                "194836987003835",
                "Thanks",
                List.of(new InboundContent.Order.Item("di9ozbzfi4", 2, "30.5", "USD"))),
            null));
    expect(
        "inbound_location",
        ann(new InboundContent.Location(37.483307, -122.148981, "Meta", "1 Hacker Way"), null));
    expect("inbound_contacts", ann(new InboundContent.Contacts(1), null));
    expect(
        "inbound_system_number",
        ann(new SystemNote("user_changed_number", "+16505557777", null, null), null));
    expect(
        "inbound_system_user_id",
        ann(new SystemNote("user_changed_user_id", null, "US.77", "US.ENT.77"), null));
    expect(
        "inbound_system_identity",
        ann(new SystemNote("user_identity_changed", null, null, null), null));
    expect(
        "inbound_unsupported", ann(new InboundContent.Unsupported("poll_creation", 131051), null));
    expect("inbound_edit", ann(new InboundContent.Edit("wamid.before", "Three, not two"), null));
    expect("inbound_revoke", ann(new InboundContent.Revoke("wamid.before"), null));
    expect(
        "inbound_referral",
        new InboundMessage(
            NUMBER,
            "wamid.in",
            ANN,
            null,
            null,
            AT,
            null,
            new Referral(
                "ad",
                "120226305854810726",
                "https://fb.me/3cr4Wqqkv",
                "Aff-n8ZTODiE79d22KtAwQKj9e"),
            new Text("I saw your ad")));
    expect("inbound_of_a_new_kind", ann(new InboundContent.Other("hologram"), null));
    expect(
        "errors_of_account",
        new AccountErrors(
            NUMBER,
            WABA,
            new Failure(
                130429,
                "Rate limit hit",
                "Message failed to send because there were too many messages sent from …")));
    expect("action_link_click", new LinkClick(NUMBER, AT, "cta", "p-1", "click-1"));
    expect("action_link_click_bare", new LinkClick(NUMBER, AT, "body", null, null));
    expect("action_landing_page_view", new LandingPageView(NUMBER, AT, "click-1"));
    expect("action_of_a_new_kind", new Unknown("action:purchase"));
    expect("preference_stop", preference(ANN, Choice.STOP));
    expect("preference_resume", preference(ANN, Choice.RESUME));
    expect("preference_signup", preference(ANN, Choice.SIGNUP));
    expect("preference_of_a_new_kind", preference(ANN, Choice.UNKNOWN));
    expect(
        "preference_user_id_alone",
        new Preference(NUMBER, null, ANNS_ID, "US.ENT.9", Choice.STOP, AT));
    expect("preference_of_another_category", new Unknown("preference:stop"));
    expect(
        "preferences_two", preference(ANN, Choice.STOP), preference("+16505550000", Choice.RESUME));
    expect("message_echo", new MessageEcho(NUMBER, "wamid.echo", ANN, "text", AT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void is_read(String name) {
    assertThat(Fixtures.facts(name)).isEqualTo(EXPECTED.get(name));
  }

  static Iterable<String> names() {
    return EXPECTED.keySet();
  }

  private static void expect(String name, WebhookFact... facts) {
    EXPECTED.put(name, List.of(facts));
  }

  private static InboundMessage ann(InboundContent content, @Nullable String context) {
    return new InboundMessage(NUMBER, "wamid.in", ANN, null, null, AT, context, null, content);
  }

  private static InboundMessage from(
      @Nullable String phone, String userId, @Nullable String parent, InboundContent content) {
    return new InboundMessage(NUMBER, "wamid.in", phone, userId, parent, AT, null, null, content);
  }

  private static Media media(String kind, String id, String mimeType, @Nullable String caption) {
    return new Media(kind, id, mimeType, caption, null, false);
  }

  private static Preference preference(String phone, Choice choice) {
    return new Preference(NUMBER, phone, null, null, choice, AT);
  }
}
