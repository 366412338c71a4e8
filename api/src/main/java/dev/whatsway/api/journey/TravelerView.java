package dev.whatsway.api.journey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.whatsway.store.journey.JourneyLookups;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * One person's way with its messages.
 *
 * @param messages in the order in which they were planned
 */
@Schema(name = "JourneyWithMessages")
record TravelerView(@JsonUnwrapped JourneyView journey, List<SentView> messages) {

  /** A message of a journey; {@code GET /messages/{id}} tells all of it. */
  @Schema(name = "JourneyMessage")
  record SentView(UUID id, String step, String status) {

    static SentView of(JourneyLookups.Sent sent) {
      return new SentView(sent.id(), sent.step(), sent.status());
    }
  }
}
