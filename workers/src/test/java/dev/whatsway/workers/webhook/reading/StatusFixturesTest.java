package dev.whatsway.workers.webhook.reading;

import static dev.whatsway.workers.webhook.reading.Fixtures.AT;
import static dev.whatsway.workers.webhook.reading.Fixtures.NUMBER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.message.StatusUpdate.Pricing;
import dev.whatsway.workers.webhook.fact.StatusFact;
import dev.whatsway.workers.webhook.fact.StatusFact.Conversation;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusFixturesTest {

  private static final String ANN = "+16505551234";
  private static final String ANNS_ID = "US.13491208655302741918";

  static final Map<String, List<WebhookFact>> EXPECTED = new TreeMap<>();

  static {
    expect(
        "status_sent",
        new StatusFact(
            NUMBER,
            new StatusUpdate(
                UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
                "wamid.out",
                new MessageEvent(Kind.SENT, AT, null),
                new Pricing("marketing", "regular", true),
                "conv-1"),
            ANN,
            null,
            null,
            new Conversation("conv-1", "marketing", Instant.ofEpochSecond(1751229288))));
    expect(
        "status_delivered_without_conversation",
        to(ANN, Kind.DELIVERED, new Pricing("service", "free_customer_service", false)));
    expect("status_read_without_delivered", to(ANN, Kind.READ, null));
    expect(
        "status_read_with_pricing",
        to(ANN, Kind.READ, new Pricing("marketing_lite", "regular", null)));
    expect("status_played", to(ANN, Kind.READ, null));
    expect(
        "status_failed",
        failed(
            AT,
            new Failure(
                131049,
                "This message was not delivered to maintain healthy ecosystem engagement.",
                "In order to maintain a healthy ecosystem engagement, the message failed to be"
                    + " delivered."),
            true));
    expect(
        "status_failed_after_delivered",
        to(ANN, Kind.DELIVERED, null),
        failed(
            Instant.ofEpochSecond(1751143000),
            new Failure(131026, "Message undeliverable", "Recipient … cannot be reached."),
            false));
    expect(
        "status_failed_without_errors",
        failed(AT, new Failure(0, "Failed without a reason", null), false));
    expect("status_without_wa_id", of(null, ANNS_ID, null));
    expect("status_parent_recipient_user_id", of(null, "US.1", "US.ENT.9"));
    expect("status_parent_user_id", of(null, "US.1", "US.ENT.9"));
    expect("status_recipient_parent_user_id", of(null, "US.1", "US.ENT.9"));
    expect(
        "status_free_entry_point",
        new StatusFact(
            NUMBER,
            update(
                new MessageEvent(Kind.SENT, AT, null),
                new Pricing("referral_conversion", "free_entry_point", false),
                "conv-2"),
            ANN,
            null,
            null,
            new Conversation("conv-2", "referral_conversion", Instant.ofEpochSecond(1751402088))));
    expect(
        "status_group",
        to(
            null,
            Kind.DELIVERED,
            new Pricing("group_service", "free_group_customer_service", null)));
    expect(
        "status_paid_exempt",
        to(ANN, Kind.SENT, new Pricing("authentication-international", "regular", true)));
    expect("status_unknown", new Unknown("status:deleted"), new Unknown("status:warning"));
    expect("status_callback_data_of_others", to(ANN, Kind.SENT, null));
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

  private static StatusFact to(@Nullable String phone, Kind kind, @Nullable Pricing pricing) {
    return new StatusFact(
        NUMBER, update(new MessageEvent(kind, AT, null), pricing, null), phone, null, null, null);
  }

  private static StatusFact of(
      @Nullable String phone, @Nullable String userId, @Nullable String parentUserId) {
    return new StatusFact(
        NUMBER,
        update(new MessageEvent(Kind.SENT, AT, null), null, null),
        phone,
        userId,
        parentUserId,
        null);
  }

  private static StatusFact failed(Instant at, Failure failure, boolean later) {
    return new StatusFact(
        NUMBER,
        update(new MessageEvent(Kind.FAILED, at, failure, later), null, null),
        ANN,
        null,
        null,
        null);
  }

  private static StatusUpdate update(
      MessageEvent event, @Nullable Pricing pricing, @Nullable String conversation) {
    return new StatusUpdate(null, "wamid.out", event, pricing, conversation);
  }
}
