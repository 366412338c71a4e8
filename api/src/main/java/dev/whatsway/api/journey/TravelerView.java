package dev.whatsway.api.journey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.whatsway.store.journey.JourneyLookups;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * One person's way with its messages.
 *
 * @param willSkip send steps whose message cannot be sent, as was known when the person entered
 * @param messages in the order in which they were planned
 */
@Schema(name = "JourneyWithMessages")
record TravelerView(
    @JsonUnwrapped JourneyView journey, List<SkipView> willSkip, List<SentView> messages) {

  /**
   * A message that will be skipped.
   *
   * @param reason {@code missing-variable:<name>} or {@code invalid-variable:<name>}
   */
  @Schema(name = "JourneySkip")
  record SkipView(String step, String reason) {}

  /** A message of a journey; {@code GET /messages/{id}} tells all of it. */
  @Schema(name = "JourneyMessage")
  record SentView(UUID id, String step, String status) {

    static SentView of(JourneyLookups.Sent sent) {
      return new SentView(sent.id(), sent.step(), sent.status());
    }
  }
}
