package dev.whatsway.store.channel;

import dev.whatsway.contract.message.UnknownPolicy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A WhatsApp number, without its secrets.
 *
 * @param phoneNumber E.164
 * @param graphUrl null for the deployment's
 * @param routing {@code auto} or {@code cloud_only}
 * @param fallback {@code definite} or {@code always}
 * @param throughput messages a second
 * @param throughputConfigured whether an operator has said it; else it follows what Meta says
 * @param status {@code active} until Meta was asked, then Meta's word in lower case
 * @param tokenExpiresAt null where the token never expires or nothing is known yet
 * @param mmCallbackData whether the attempt's id goes along on {@code /marketing_messages}
 * @param messagingLimit Meta's word for how many people its portfolio may write to in 24 hours,
 *     such as {@code TIER_2K}; null where it is not known
 * @param portfolioId Meta's id of the business portfolio; null where the WABA is taken for it
 * @param qualityPolicy {@code pause} or {@code slow}: what to do when Meta finds its quality too
 *     low
 */
public record Channel(
    UUID id,
    UUID accountId,
    String name,
    String phoneNumber,
    String phoneNumberId,
    String wabaId,
    @Nullable String graphUrl,
    boolean mmEnabled,
    int mmRolloutPercent,
    String routing,
    String fallback,
    UnknownPolicy unknownPolicy,
    int throughput,
    boolean throughputConfigured,
    boolean mmCallbackData,
    String status,
    @Nullable String statusReason,
    String qualityRating,
    @Nullable String messagingLimit,
    @Nullable Instant tokenExpiresAt,
    @Nullable String portfolioId,
    Instant createdAt,
    Instant updatedAt,
    String qualityPolicy) {

  public static final String PAUSE = "pause";

  /** A channel that pauses when Meta finds its quality too low. */
  public Channel(
      UUID id,
      UUID accountId,
      String name,
      String phoneNumber,
      String phoneNumberId,
      String wabaId,
      @Nullable String graphUrl,
      boolean mmEnabled,
      int mmRolloutPercent,
      String routing,
      String fallback,
      UnknownPolicy unknownPolicy,
      int throughput,
      boolean throughputConfigured,
      boolean mmCallbackData,
      String status,
      @Nullable String statusReason,
      String qualityRating,
      @Nullable String messagingLimit,
      @Nullable Instant tokenExpiresAt,
      @Nullable String portfolioId,
      Instant createdAt,
      Instant updatedAt) {
    this(
        id,
        accountId,
        name,
        phoneNumber,
        phoneNumberId,
        wabaId,
        graphUrl,
        mmEnabled,
        mmRolloutPercent,
        routing,
        fallback,
        unknownPolicy,
        throughput,
        throughputConfigured,
        mmCallbackData,
        status,
        statusReason,
        qualityRating,
        messagingLimit,
        tokenExpiresAt,
        portfolioId,
        createdAt,
        updatedAt,
        PAUSE);
  }
}
