package dev.whatsway.store.campaign;

import dev.whatsway.contract.campaign.CampaignStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as stored.
 *
 * @param fallbackChannelIds channels to send through while a stop stands against the channel itself
 * @param audienceId null for a campaign over a segment
 * @param segmentId null for a campaign over an audience
 * @param entryEvent who is told of it enters the journey; null for an audience or a segment
 * @param journeyHash the plan that new entrants get; null for one message to each
 * @param pauseMode {@code keep} or {@code freeze}: whether waits of journeys go on while it is
 *     paused
 * @param category Meta's, upper case
 * @param variables how each template variable is made from a recipient
 * @param startAt null for at once
 * @param misfire {@code skip} or {@code send}
 * @param endAt nothing is sent from then on; null for {@link #DEFAULT_LENGTH} after the start
 * @param linkTarget where tracked links lead, with placeholders; null where links are not tracked
 * @param quietHours null for none of its own
 * @param priority 0 to 100; where frequency caps let only some through, the higher ones come first
 * @param marketingCapRetries times a message may come again after Meta's per-user limit, 0 to 7
 */
public record Campaign(
    UUID id,
    UUID accountId,
    String name,
    UUID channelId,
    List<UUID> fallbackChannelIds,
    @Nullable UUID audienceId,
    @Nullable UUID segmentId,
    @Nullable String entryEvent,
    @Nullable String journeyHash,
    String pauseMode,
    String templateName,
    String templateLanguage,
    String category,
    Map<String, String> variables,
    @Nullable Instant startAt,
    String timezone,
    @Nullable Instant startBy,
    String misfire,
    @Nullable Instant endAt,
    int marketingCapRetries,
    @Nullable CampaignQuietHours quietHours,
    int priority,
    String tracking,
    @Nullable String linkTarget,
    Duration messageTtl,
    Duration unknownDeadline,
    CampaignStatus status,
    @Nullable String statusReason,
    Instant createdAt,
    @Nullable Instant launchedAt,
    @Nullable Instant startedAt,
    @Nullable Instant closedAt,
    Instant updatedAt) {

  /** From its start to its end, where no end is given. The claims' SQL says the same. */
  public static final Duration DEFAULT_LENGTH = Duration.ofDays(7);

  /**
   * From its launch or later start to its end, of a campaign with a journey without a given end.
   */
  public static final Duration DEFAULT_JOURNEY_LENGTH = Duration.ofDays(365);

  /** Returns when it ends; null for one without a given end that has not started. */
  public @Nullable Instant end() {
    if (endAt != null) {
      return endAt;
    }
    return startedAt == null ? null : startedAt.plus(DEFAULT_LENGTH);
  }

  /** Returns whether it has ended by {@code now}. */
  public boolean ended(Instant now) {
    Instant end = end();
    return end != null && !now.isBefore(end);
  }
}
