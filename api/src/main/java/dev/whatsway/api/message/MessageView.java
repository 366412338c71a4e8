package dev.whatsway.api.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.message.Attempt;
import dev.whatsway.store.message.Message;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as the API shows it.
 *
 * @param campaignId null for a message of the gateway
 * @param contact the recipient's number, E.164; the BSUID where the gateway was given one whose
 *     number is not known
 * @param type Meta's {@code type}, such as {@code template}
 * @param template null for what is not a template
 * @param fellBack whether it went to Cloud after MM refused it
 * @param skipReason present exactly when it was skipped
 * @param holdReason why a queued message waits, null when it does not
 * @param putOffUntil when a queued message comes again that Meta put off (131049) or quiet hours
 *     hold, null otherwise
 * @param messageStatus Meta's word at the acceptance: {@code accepted}, {@code
 *     held_for_quality_assessment} or {@code paused}; null before it
 * @param lostAnswer {@code waiting} for a webhook, {@code given_up} or {@code resent} where an
 *     answer of Meta's was lost; null otherwise
 * @param failed present exactly when it failed
 * @param request the JSON that a client of the gateway sent; null where the account has not asked
 *     that it be kept, and in lists
 * @param workflowUrl null where the campaign is tracked by the ledger, or there is none: then no
 *     message has a workflow
 */
@Schema(name = "Message")
public record MessageView(
    UUID id,
    @Nullable UUID campaignId,
    String contact,
    UUID channelId,
    String type,
    @Nullable TemplateName template,
    String status,
    @Nullable String skipReason,
    @Nullable String holdReason,
    @Nullable Instant putOffUntil,
    @Nullable String messageStatus,
    @Schema(allowableValues = {"waiting", "given_up", "resent"}) @Nullable String lostAnswer,
    @Nullable String route,
    boolean fellBack,
    List<AttemptView> attempts,
    @Nullable String wamid,
    Instant createdAt,
    @Nullable Instant acceptedAt,
    @Nullable Instant sentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant readAt,
    @Nullable Instant clickedAt,
    @Nullable Instant repliedAt,
    @Nullable Instant failedAt,
    @Nullable FailedView failed,
    @Nullable PricingView pricing,
    @Nullable CostView cost,
    @Nullable JsonNode request,
    @Nullable String workflowUrl) {

  static MessageView of(Message message, List<Attempt> attempts, @Nullable String workflowUrl) {
    Failure failure = message.failure();
    Message.Times times = message.times();
    return new MessageView(
        message.id(),
        message.campaignId(),
        message.recipient(),
        message.channelId(),
        message.type(),
        TemplateName.of(message),
        message.status().wire(),
        message.skipReason(),
        message.holdReason(),
        message.status() == MessageStatus.QUEUED ? message.putOffUntil() : null,
        message.messageStatus(),
        lostAnswer(message),
        message.route() == null ? null : message.route().wire(),
        message.fellBack(),
        attempts.stream().map(AttemptView::of).toList(),
        message.wamid(),
        times.created(),
        times.accepted(),
        times.sent(),
        times.delivered(),
        times.read(),
        times.clicked(),
        times.replied(),
        times.failed(),
        message.status() == MessageStatus.FAILED && failure != null
            ? new FailedView(failure.code(), failure.title(), MetaAdvice.next(failure.code()))
            : null,
        PricingView.of(message.pricing()),
        CostView.of(message.pricing()),
        null,
        workflowUrl);
  }

  MessageView with(JsonNode kept) {
    return new MessageView(
        id,
        campaignId,
        contact,
        channelId,
        type,
        template,
        status,
        skipReason,
        holdReason,
        putOffUntil,
        messageStatus,
        lostAnswer,
        route,
        fellBack,
        attempts,
        wamid,
        createdAt,
        acceptedAt,
        sentAt,
        deliveredAt,
        readAt,
        clickedAt,
        repliedAt,
        failedAt,
        failed,
        pricing,
        cost,
        kept,
        workflowUrl);
  }

  private static @Nullable String lostAnswer(Message message) {
    if (message.status() == MessageStatus.UNKNOWN) {
      return "given_up";
    }
    if (message.resent()) {
      return "resent";
    }
    return "answer-lost".equals(message.holdReason()) ? "waiting" : null;
  }

  /** A template by Meta's natural key. */
  public record TemplateName(String name, String language) {

    static @Nullable TemplateName of(Message message) {
      String name = message.templateName();
      String language = message.templateLanguage();
      return name == null ? null : new TemplateName(name, language == null ? "" : language);
    }
  }

  /**
   * One call to Meta.
   *
   * @param outcome null while the call is in flight
   */
  @Schema(name = "Attempt")
  public record AttemptView(
      UUID id,
      String route,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Schema(
              allowableValues = {
                "accepted",
                "refused",
                "retryable",
                "rate_limited",
                "rejected",
                "stopped",
                "unknown",
                "later",
                "failed"
              })
          @Nullable String outcome,
      @Nullable Integer httpStatus,
      @Nullable ErrorView error) {

    static AttemptView of(Attempt attempt) {
      return new AttemptView(
          attempt.id(),
          attempt.route().wire(),
          attempt.startedAt(),
          attempt.finishedAt(),
          attempt.outcome() == null ? null : attempt.outcome().wire(),
          attempt.httpStatus(),
          ErrorView.of(attempt.failure()));
    }
  }

  /** Meta's error, as it said it. */
  @Schema(name = "MetaError")
  public record ErrorView(int code, String title, @Nullable String details) {

    static @Nullable ErrorView of(@Nullable Failure failure) {
      return failure == null
          ? null
          : new ErrorView(failure.code(), failure.title(), failure.details());
    }
  }

  /**
   * Why it failed.
   *
   * @param next what happens or can be done now
   */
  @Schema(name = "Failed")
  public record FailedView(int code, String title, String next) {}

  /** Meta's pricing of the message; null until its webhook says it. */
  @Schema(name = "Pricing")
  public record PricingView(
      @Nullable String category, @Nullable String type, @Nullable Boolean billable) {

    static @Nullable PricingView of(Message.@Nullable Pricing pricing) {
      return pricing == null
          ? null
          : new PricingView(pricing.category(), pricing.type(), pricing.billable());
    }
  }

  /** An amount of money as a decimal string. */
  @Schema(name = "Cost")
  public record CostView(String amount, @Nullable String currency) {

    static @Nullable CostView of(Message.@Nullable Pricing pricing) {
      return pricing == null || pricing.cost() == null
          ? null
          : new CostView(pricing.cost().toPlainString(), pricing.currency());
    }
  }
}
