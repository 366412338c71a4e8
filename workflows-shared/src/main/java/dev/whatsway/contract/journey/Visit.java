package dev.whatsway.contract.journey;

import java.util.UUID;

/**
 * One stay of one person at one step.
 *
 * @param ordinal the journey's place in its campaign
 * @param number how often the person has come to this step in this journey, from 1
 */
public record Visit(UUID campaignId, UUID contactId, long ordinal, String stepId, int number) {

  /** Returns what is the same whenever this visit is tried again, and of no other visit. */
  public String key() {
    return campaignId + "/" + ordinal + "/" + stepId + "/" + number;
  }
}
