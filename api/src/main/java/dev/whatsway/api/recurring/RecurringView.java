package dev.whatsway.api.recurring;

import dev.whatsway.api.campaign.CampaignRequest;
import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.recurring.RecurringCampaign;
import dev.whatsway.store.recurring.RecurringRuns.Past;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recurring campaign as the API shows it.
 *
 * @param campaign as it was asked for
 * @param every as it was asked for
 * @param catchUp ISO 8601
 * @param startBy ISO 8601, null for no bound
 * @param endAfter ISO 8601, null for seven days after the start
 * @param nextRuns the next five times, in their zone; none while it is paused
 * @param recentRuns the last ten campaigns that came of it, latest first
 * @param temporalUiUrl its schedule in the Temporal UI
 */
@Schema(name = "RecurringCampaign")
record RecurringView(
    UUID id,
    @Schema(implementation = CampaignRequest.class) JsonNode campaign,
    @Schema(implementation = EveryRequest.class) JsonNode every,
    String overlap,
    String catchUp,
    @Nullable String startBy,
    @Nullable String endAfter,
    @Schema(allowableValues = {"active", "paused"}) String status,
    @Nullable String statusReason,
    List<OffsetDateTime> nextRuns,
    List<RunView> recentRuns,
    String temporalUiUrl,
    Instant createdAt,
    Instant updatedAt) {

  private static final int NEXT = 5;

  static RecurringView of(
      RecurringCampaign recurring, List<Past> past, Instant now, TemporalLinks links) {
    Every every = Every.of(recurring.every(), recurring.timezone());
    ZoneId zone = every.zone();
    ObjectNode told = every.told().put("timezone", recurring.timezone());
    return new RecurringView(
        recurring.id(),
        recurring.request(),
        told,
        recurring.overlap(),
        recurring.catchUp().toString(),
        text(recurring.startBy()),
        text(recurring.endAfter()),
        recurring.paused() ? "paused" : "active",
        recurring.confirmed()
            ? null
            : "Temporal has not confirmed the last change; "
                + (recurring.paused() ? "pause" : "resume")
                + " it to tell Temporal again.",
        recurring.paused()
            ? List.of()
            : every.cron().next(now, zone, NEXT).stream().map(time -> at(time, zone)).toList(),
        past.stream()
            .map(run -> new RunView(at(run.scheduledAt(), zone), run.campaignId()))
            .toList(),
        links.recurring(recurring.id()),
        recurring.createdAt(),
        recurring.updatedAt());
  }

  /** A journey may have hundreds of kilobytes, and a list many of them. */
  RecurringView withoutJourney() {
    ObjectNode brief = ((ObjectNode) campaign).deepCopy();
    brief.remove("journey");
    return new RecurringView(
        id,
        brief,
        every,
        overlap,
        catchUp,
        startBy,
        endAfter,
        status,
        statusReason,
        nextRuns,
        recentRuns,
        temporalUiUrl,
        createdAt,
        updatedAt);
  }

  private static OffsetDateTime at(Instant time, ZoneId zone) {
    return time.atZone(zone).toOffsetDateTime();
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }

  /** A time, and the campaign that came of it. */
  @Schema(name = "RecurringRun")
  record RunView(OffsetDateTime scheduledAt, UUID campaignId) {}
}
