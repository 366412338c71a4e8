package dev.whatsway.api.contact;

import dev.whatsway.store.contact.ContactHistory;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a person's history: a word on marketing, or a message.
 *
 * @param at when it came here
 */
@Schema(name = "HistoryEntry")
record HistoryView(
    @Schema(allowableValues = {"consent", "message"}) String type,
    UUID id,
    Instant at,
    @Nullable WordView consent,
    @Nullable SentView message) {

  static HistoryView of(ContactHistory.Entry entry) {
    if (entry instanceof ContactHistory.Consent consent) {
      return new HistoryView("consent", entry.id(), entry.at(), WordView.of(consent), null);
    }
    SentView message = SentView.of((ContactHistory.Sent) entry);
    return new HistoryView("message", entry.id(), entry.at(), null, message);
  }

  /**
   * A word on marketing.
   *
   * @param at when it was said
   */
  @Schema(name = "ConsentEntry")
  record WordView(
      @Schema(allowableValues = {"opt_in", "opt_out"}) String kind,
      String category,
      String source,
      @Schema(allowableValues = {"webhook", "keyword", "quick_reply", "refusal", "api", "import"})
          String recordedBy,
      @Nullable String proof,
      Instant at) {

    static WordView of(ContactHistory.Consent consent) {
      return new WordView(
          consent.kind(),
          consent.category(),
          consent.source(),
          consent.recordedBy(),
          consent.proof(),
          consent.saidAt());
    }
  }

  /**
   * A message, or one that was not sent.
   *
   * @param campaignId null for a message of the gateway
   * @param templateName null for what is not a template, as is the language
   * @param reason why it was not sent, null where it was
   */
  @Schema(name = "MessageEntry")
  record SentView(
      @Nullable UUID campaignId,
      UUID channelId,
      @Nullable String templateName,
      @Nullable String templateLanguage,
      String status,
      @Nullable String reason,
      @Nullable Instant acceptedAt,
      @Nullable Instant repliedAt) {

    static SentView of(ContactHistory.Sent message) {
      return new SentView(
          message.campaignId(),
          message.channelId(),
          message.templateName(),
          message.templateLanguage(),
          message.status(),
          message.reason(),
          message.acceptedAt(),
          message.repliedAt());
    }
  }
}
