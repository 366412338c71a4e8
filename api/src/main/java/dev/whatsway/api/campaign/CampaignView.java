package dev.whatsway.api.campaign;

import dev.whatsway.api.setting.Durations;
import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignQuietHours;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A campaign as the API shows it.
 *
 * @param audienceId null for a campaign over a segment or by an event
 * @param segmentId null for a campaign over an audience or by an event
 * @param entryEvent who it is told of enters; null where audience or segment say it
 * @param template of a journey, its first send step's
 * @param journey what its people go through, in canonical form; null in lists, and for one message
 *     to each
 * @param journeyHash the plan that new entrants get; null for one message to each
 * @param pauseMode whether waits of the journey go on while it is paused; null without a journey
 * @param quietHours null for none of its own
 * @param priority 0 to 100; where frequency caps let only some through, the higher ones come first
 * @param trackedLinks whether a URL button leads through our own short link
 * @param linkTarget where it leads from there, with placeholders; null where links are not tracked
 * @param messageTtl ISO 8601, from acceptance until a message without a delivery counts as expired
 * @param unknownDeadline ISO 8601, how long a lost answer waits for its webhook
 * @param temporalUiUrl all workflows of the campaign in the Temporal UI
 * @param workflowUrl the campaign's own workflow
 */
@Schema(name = "Campaign")
record CampaignView(
    UUID id,
    String name,
    UUID channelId,
    List<UUID> fallbackChannelIds,
    @Nullable UUID audienceId,
    @Nullable UUID segmentId,
    @Nullable String entryEvent,
    TemplateView template,
    Map<String, String> variables,
    @Nullable JsonNode journey,
    @Nullable String journeyHash,
    @Schema(allowableValues = {"keep", "freeze"}) @Nullable String pauseMode,
    String category,
    ScheduleView schedule,
    @Nullable QuietHoursView quietHours,
    int priority,
    String tracking,
    boolean trackedLinks,
    @Nullable String linkTarget,
    String messageTtl,
    String unknownDeadline,
    int marketingCapRetries,
    @Schema(
            allowableValues = {
              "draft",
              "scheduled",
              "running",
              "paused",
              "completed",
              "canceled",
              "missed",
              "failed"
            })
        String status,
    @Nullable String statusReason,
    CountsView counts,
    String temporalUiUrl,
    String workflowUrl,
    Instant createdAt,
    @Nullable Instant launchedAt,
    @Nullable Instant startedAt,
    @Nullable Instant closedAt,
    Instant updatedAt) {

  static CampaignView of(
      Campaign campaign, @Nullable JsonNode journey, CountsView counts, TemporalLinks links) {
    return new CampaignView(
        campaign.id(),
        campaign.name(),
        campaign.channelId(),
        campaign.fallbackChannelIds(),
        campaign.audienceId(),
        campaign.segmentId(),
        campaign.entryEvent(),
        new TemplateView(campaign.templateName(), campaign.templateLanguage()),
        campaign.variables(),
        journey,
        campaign.journeyHash(),
        campaign.journeyHash() == null ? null : campaign.pauseMode(),
        campaign.category(),
        ScheduleView.of(campaign),
        QuietHoursView.of(campaign.quietHours()),
        campaign.priority(),
        campaign.tracking(),
        campaign.linkTarget() != null,
        campaign.linkTarget(),
        Durations.iso(campaign.messageTtl()),
        Durations.iso(campaign.unknownDeadline()),
        campaign.marketingCapRetries(),
        campaign.status().wire(),
        campaign.statusReason(),
        counts,
        links.workflowsOf(campaign.id()),
        links.campaign(campaign.id()),
        campaign.createdAt(),
        campaign.launchedAt(),
        campaign.startedAt(),
        campaign.closedAt(),
        campaign.updatedAt());
  }

  /** A template by Meta's natural key. */
  @Schema(name = "TemplateName")
  record TemplateView(String name, String language) {}

  /**
   * When it sends no marketing.
   *
   * @param timezone whose clock that is
   */
  @Schema(name = "CampaignQuietHours")
  record QuietHoursView(
      String from,
      String to,
      @Schema(allowableValues = {"recipient", "campaign"}) String timezone) {

    static @Nullable QuietHoursView of(@Nullable CampaignQuietHours quiet) {
      return quiet == null
          ? null
          : new QuietHoursView(
              quiet.hours().from().toString(), quiet.hours().to().toString(), quiet.timezone());
    }
  }

  /** When it starts, in its own time zone. */
  @Schema(name = "Schedule")
  record ScheduleView(
      @Nullable OffsetDateTime startAt,
      String timezone,
      @Nullable OffsetDateTime startBy,
      String misfire,
      @Schema(
              description =
                  "Null for seven days after the start; with a journey, set at the launch to 365 days after the start.")
          @Nullable OffsetDateTime endAt) {

    static ScheduleView of(Campaign campaign) {
      ZoneId zone = ZoneId.of(campaign.timezone());
      return new ScheduleView(
          at(campaign.startAt(), zone),
          campaign.timezone(),
          at(campaign.startBy(), zone),
          campaign.misfire(),
          at(campaign.endAt(), zone));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant, ZoneId zone) {
      return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
    }
  }
}
