package dev.whatsway.api.journey;

import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.journey.JourneyDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through a journey.
 *
 * @param contact E.164; {@code erased} of somebody who was erased
 * @param run the how-manieth of this person in this campaign, from 1
 * @param journeyHash the plan the person follows
 * @param step where the person is, or was when it ended; null before the first
 * @param visit how often the person has come to it
 * @param since when the person came to it
 * @param nextAt when it goes on at the latest; null where nothing is waited for
 * @param why what it waits for, else the latest decision
 * @param goal whether the person left with the goal reached
 * @param workflowUrl its workflow in the Temporal UI
 */
@Schema(name = "Journey")
record JourneyView(
    UUID campaignId,
    UUID contactId,
    String contact,
    int run,
    String journeyHash,
    @Schema(allowableValues = {"planned", "active", "ended"}) String status,
    @Nullable String step,
    int visit,
    @Nullable Instant since,
    @Nullable Instant nextAt,
    @Nullable String why,
    Instant createdAt,
    @Nullable Instant enteredAt,
    @Nullable Instant endedAt,
    @Nullable String endedReason,
    boolean goal,
    String workflowUrl) {

  static JourneyView of(JourneyDetails journey, TemporalLinks links) {
    return new JourneyView(
        journey.campaignId(),
        journey.contactId(),
        journey.phone(),
        journey.run(),
        journey.planHash(),
        journey.status(),
        journey.step(),
        journey.visit(),
        journey.since(),
        journey.nextAt(),
        journey.why(),
        journey.createdAt(),
        journey.enteredAt(),
        journey.endedAt(),
        journey.endedReason(),
        journey.goal(),
        links.journey(journey.campaignId(), journey.contactId()));
  }
}
