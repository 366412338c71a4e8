package dev.whatsway.store.recurring;

import dev.whatsway.store.campaign.Campaign;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A campaign that comes again and again.
 *
 * @param request the campaign as it was asked for
 * @param definition what each campaign begins as, but for its id, name, times and status
 * @param every {@code cron}, or {@code weekdays} and {@code time}
 * @param timezone IANA name that {@code every} is in
 * @param overlap {@code skip}, {@code buffer_one} or {@code allow}
 * @param catchUp how late a start that nobody made is made up for
 * @param startBy how long after its time one may start; null for no bound
 * @param endAfter how long after its time one ends; null for the default of campaigns
 * @param version rises with each change
 * @param confirmed whether Temporal's schedule is known to follow this version
 */
public record RecurringCampaign(
    UUID id,
    UUID accountId,
    JsonNode request,
    Campaign definition,
    JsonNode every,
    String timezone,
    String overlap,
    Duration catchUp,
    @Nullable Duration startBy,
    @Nullable Duration endAfter,
    boolean paused,
    long version,
    boolean confirmed,
    Instant createdAt,
    Instant updatedAt) {

  /** Returns it with another id. */
  public RecurringCampaign withId(UUID other) {
    return new RecurringCampaign(
        other,
        accountId,
        request,
        definition,
        every,
        timezone,
        overlap,
        catchUp,
        startBy,
        endAfter,
        paused,
        version,
        confirmed,
        createdAt,
        updatedAt);
  }

  /** Returns it paused, or not. */
  public RecurringCampaign withPaused(boolean now) {
    return new RecurringCampaign(
        id,
        accountId,
        request,
        definition,
        every,
        timezone,
        overlap,
        catchUp,
        startBy,
        endAfter,
        now,
        version,
        confirmed,
        createdAt,
        updatedAt);
  }
}
