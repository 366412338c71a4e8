package dev.whatsway.store.journey;

import dev.whatsway.journey.step.FrozenValues;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through a campaign's journey, as stored.
 *
 * @param ordinal its place in the campaign
 * @param run the how-manieth of this person in this campaign, from 1
 * @param orderSeen the latest order for the step that is of before the person came to it
 * @param step where the person is; null before the first step
 * @param since when the person came to the step
 * @param pausedSeen how long the campaign had been paused in all when the wait under way began
 * @param event what the entry event carried; empty for who entered without one
 * @param frozen what its messages say of the person, as it stood at entry; nothing for who entered
 *     before that was kept
 * @param endedReason null for one that goes on
 */
public record Journey(
    UUID campaignId,
    long ordinal,
    UUID contactId,
    int run,
    String planHash,
    long orderSeen,
    String status,
    @Nullable String step,
    int visit,
    @Nullable Instant since,
    Duration pausedSeen,
    Map<String, Object> event,
    FrozenValues frozen,
    @Nullable String endedReason,
    boolean goal) {

  /** Returns whether it is over. */
  public boolean ended() {
    return status.equals("ended");
  }

  /** Leaves out what the event carried and what is frozen of the person. */
  @Override
  public String toString() {
    return "Journey[" + campaignId + "/" + ordinal + ", step=" + step + ", status=" + status + "]";
  }
}
