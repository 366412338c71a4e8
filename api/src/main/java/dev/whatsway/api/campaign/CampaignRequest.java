package dev.whatsway.api.campaign;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A new campaign. */
@Schema(name = "CampaignRequest")
record CampaignRequest(
    @Schema(example = "Spring sale", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String name,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable UUID channelId,
    @Schema(
            description =
                "Channels to send through, in this order, while a stop stands against channel_id.")
        @Nullable List<@Nullable UUID> fallbackChannelIds,
    @Schema(
            description =
                "An imported audience; this or segment_id, and neither where people enter by an event.")
        @Nullable UUID audienceId,
    @Schema(description = "A segment, as it is when the campaign is planned; this or audience_id.")
        @Nullable UUID segmentId,
    @Schema(description = "What is sent; this or journey.") @Nullable TemplateName template,
    @Schema(
            description =
                "A value for each variable the template declares: fixed text, {{name}}, {{phone}}, {{country}}, {{locale}}, {{timezone}} or the name of an attribute.",
            example = "{\"1\": \"{{name}}\"}")
        @Nullable Map<String, @Nullable String> variables,
    @Schema(
            description =
                "Steps instead of one message, by the schema at /api/v1/journeys/schema; docs/journeys.md is the manual.")
        @Nullable JsonNode journey,
    @Schema(
            allowableValues = {"keep", "freeze"},
            description =
                "Whether waits of the journey go on while the campaign is paused, or last longer by it.",
            defaultValue = "keep")
        @Nullable String pauseMode,
    @Schema(
            allowableValues = {"MARKETING", "UTILITY", "AUTHENTICATION"},
            description = "The template's own where left out; never another.")
        @Nullable String category,
    @Nullable ScheduleRequest schedule,
    @Nullable QuietHoursRequest quietHours,
    @Schema(
            description =
                "Where frequency caps let only some through, campaigns with a higher one come first.",
            minimum = "0",
            maximum = "100",
            defaultValue = "50")
        @Nullable Integer priority,
    @Schema(
            allowableValues = {"message-workflow", "ledger"},
            defaultValue = "message-workflow")
        @Nullable String tracking,
    @Schema(
            description =
                "Whether the template's URL button leads through our own short link, so that each person's clicks are known.",
            defaultValue = "false")
        @Nullable Boolean trackedLinks,
    @Schema(
            description =
                "Where the tracked links lead: http or https, with placeholders after the host where wanted.",
            example = "https://shop.example.com/spring?customer={{customer_id}}")
        @Nullable String linkTarget,
    @Schema(
            description =
                "From acceptance until a message without a delivery counts as expired: ISO 8601 duration or seconds.",
            defaultValue = "P30D")
        @Nullable String messageTtl,
    @Schema(
            description =
                "How long a lost answer of Meta's waits for its webhook before the channel's unknown_policy decides: ISO 8601 duration or seconds.",
            defaultValue = "PT24H")
        @Nullable String unknownDeadline,
    @Schema(
            description =
                "How often a message comes again after Meta's per-user marketing limit (131049), each time 24 to 25 hours later and never after the end.",
            minimum = "0",
            maximum = "7",
            defaultValue = "1")
        @Nullable Integer marketingCapRetries) {

  /** A template by Meta's natural key. */
  record TemplateName(
      @Schema(example = "spring_sale") @Nullable String name,
      @Schema(example = "en_US") @Nullable String language) {}

  /** When it sends no marketing, beside the account's quiet hours; left out for none. */
  @Schema(name = "CampaignQuietHoursRequest")
  record QuietHoursRequest(
      @Schema(example = "20:00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String from,
      @Schema(
              example = "09:00",
              description = "Before from: on the next morning.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String to,
      @Schema(
              allowableValues = {"recipient", "campaign"},
              description = "Whose clock it is read by; campaign is schedule.timezone.",
              defaultValue = "recipient")
          @Nullable String timezone) {}

  /** When it starts; left out for as soon as it is launched. */
  @Schema(name = "ScheduleRequest")
  record ScheduleRequest(
      @Schema(
              description =
                  "With an offset, or local to timezone. In the past: as soon as it is launched.",
              example = "2026-12-01T09:00:00+01:00")
          @Nullable String startAt,
      @Schema(description = "IANA name.", example = "Europe/Berlin", defaultValue = "UTC")
          @Nullable String timezone,
      @Schema(description = "The latest start; none where left out.") @Nullable String startBy,
      @Schema(
              allowableValues = {"skip", "send"},
              description = "What to do when the start comes later than start_by.",
              defaultValue = "skip")
          @Nullable String misfire,
      @Schema(
              description =
                  "Nothing is sent from then on: what is still queued is canceled. Seven days after the start where left out.")
          @Nullable String endAt) {}
}
