package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.audience.Audience;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.segment.Segments;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks whom a campaign is for: an audience or a segment of the account, and not both. */
@Component
class RecipientChecks {

  private static final String BY_EVENT =
      "must be left out: people enter by journey.entry.event, as it is told of them.";

  private final Audiences audiences;
  private final Segments segments;

  RecipientChecks(Audiences audiences, Segments segments) {
    this.audiences = audiences;
    this.segments = segments;
  }

  void check(@Nullable UUID audienceId, @Nullable UUID segmentId, UUID accountId, Checks checks) {
    if (audienceId == null && segmentId == null) {
      checks.fail(
          "audience_id",
          "is required: the id of an imported audience, or in its stead segment_id, the id of a"
              + " segment.");
    }
    if (audienceId != null && segmentId != null) {
      checks.fail("segment_id", "must be left out where audience_id is given, or the other way.");
    }
    if (audienceId != null) {
      Audience audience = audiences.find(accountId, audienceId).orElse(null);
      if (audience == null) {
        checks.fail("audience_id", "must be the id of an audience of this account.");
      } else if (audience.status().equals("failed")) {
        checks.fail("audience_id", "must be an audience whose import has not failed.");
      }
    }
    if (segmentId != null && segments.find(accountId, segmentId).isEmpty()) {
      checks.fail("segment_id", "must be the id of a segment of this account.");
    }
  }

  /** Checks that nobody is named: people enter by an event. */
  void none(@Nullable UUID audienceId, @Nullable UUID segmentId, Checks checks) {
    if (audienceId != null) {
      checks.fail("audience_id", BY_EVENT);
    }
    if (segmentId != null) {
      checks.fail("segment_id", BY_EVENT);
    }
  }
}
