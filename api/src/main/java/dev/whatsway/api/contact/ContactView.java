package dev.whatsway.api.contact;

import dev.whatsway.store.consent.Suppression;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.window.ServiceWindows;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as the API shows them.
 *
 * @param suppression null where they are not on the suppression list
 * @param windows one for each of our numbers that they wrote to, the latest first
 */
@Schema(name = "Contact")
record ContactView(
    UUID id,
    String phone,
    @Nullable String name,
    @Nullable String country,
    @Nullable String timezone,
    @Nullable String locale,
    Map<String, String> attributes,
    MarketingView marketing,
    @Nullable SuppressedView suppression,
    List<WindowView> windows,
    Instant createdAt,
    Instant updatedAt) {

  static ContactView of(
      Contact contact, @Nullable Suppression suppression, List<ServiceWindows.Window> windows) {
    return new ContactView(
        contact.id(),
        contact.phone(),
        contact.name(),
        contact.country(),
        contact.timezone(),
        contact.locale(),
        contact.attributes(),
        MarketingView.of(contact),
        suppression == null ? null : new SuppressedView(suppression.reason(), suppression.at()),
        windows.stream().map(WindowView::of).toList(),
        contact.createdAt(),
        contact.updatedAt());
  }

  /**
   * Whether they agree to marketing messages.
   *
   * @param state their latest word; {@code unknown} where they said none: that is no consent
   */
  @Schema(name = "MarketingConsent")
  record MarketingView(
      @Schema(allowableValues = {"opted_in", "opted_out", "unknown"}) String state,
      @Nullable Instant optInAt,
      @Nullable String optInSource,
      @Nullable Instant optedOutAt) {

    static MarketingView of(Contact contact) {
      String state = contact.optInAt() == null ? "unknown" : "opted_in";
      return new MarketingView(
          contact.optedOut() ? "opted_out" : state,
          contact.optInAt(),
          contact.optInSource(),
          contact.optedOutAt());
    }
  }

  /** Why they get nothing, of whatever category. */
  @Schema(name = "Suppressed")
  record SuppressedView(String reason, Instant at) {}

  /**
   * Meta's windows at one of our numbers.
   *
   * @param serviceUntil until when they may be written to without a template
   * @param freeEntryUntil until when all messages to them are free; null where they did not come
   *     from an ad, or were not answered within 24 hours
   */
  @Schema(name = "Window")
  record WindowView(
      UUID channelId,
      Instant lastInboundAt,
      Instant serviceUntil,
      @Nullable Instant freeEntryUntil) {

    static WindowView of(ServiceWindows.Window window) {
      return new WindowView(
          window.channelId(),
          window.lastInboundAt(),
          window.serviceUntil(),
          window.freeEntryUntil());
    }
  }
}
