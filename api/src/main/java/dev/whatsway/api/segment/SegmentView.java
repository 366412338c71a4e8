package dev.whatsway.api.segment;

import dev.whatsway.store.segment.Segment;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** A segment as the API shows it. */
@Schema(name = "Segment")
record SegmentView(UUID id, String name, String condition, Instant createdAt) {

  static SegmentView of(Segment segment) {
    return new SegmentView(segment.id(), segment.name(), segment.condition(), segment.createdAt());
  }
}
