package dev.whatsway.journey.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/** What a time on the wall is on the time line, also in a night in which the clocks change. */
final class LocalMoments {

  /** One that never comes is the moment the clocks skip it; of one that comes twice the first. */
  static Instant first(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.toInstant(zone.getRules().getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  /** As {@link #first}, but of one that comes twice the second. */
  static Instant last(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isOverlap()
        ? local.toInstant(change.getOffsetAfter())
        : first(local, zone);
  }

  private LocalMoments() {}
}
