package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the times of a campaign. */
final class ScheduleChecks {

  private static final List<String> MISFIRES = List.of("skip", "send");
  private static final String RIGHT =
      "must be a time such as 2026-12-01T09:00:00+01:00, or 2026-12-01T09:00:00 local to"
          + " schedule.timezone.";
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private final Checks checks;
  private final Instant now;

  ScheduleChecks(Checks checks, Instant now) {
    this.checks = checks;
    this.now = now;
  }

  Schedule read(CampaignRequest.@Nullable ScheduleRequest request) {
    if (request == null) {
      return new Schedule(null, "UTC", null, MISFIRES.get(0), null);
    }
    ZoneId zone = zone(request.timezone());
    Instant startAt = time("schedule.start_at", request.startAt(), zone);
    Instant startBy = time("schedule.start_by", request.startBy(), zone);
    if (startAt != null && startBy != null && startBy.isBefore(startAt)) {
      checks.fail("schedule.start_by", "must not be before schedule.start_at.");
    }
    if (startBy != null && !startBy.isAfter(now)) {
      checks.fail("schedule.start_by", "must be in the future.");
    }
    String misfire = checks.oneOf("schedule.misfire", request.misfire(), MISFIRES.get(0), MISFIRES);
    return new Schedule(startAt, zone.getId(), startBy, misfire, end(request, startAt, zone));
  }

  private @Nullable Instant end(
      CampaignRequest.ScheduleRequest request, @Nullable Instant startAt, ZoneId zone) {
    Instant endAt = time("schedule.end_at", request.endAt(), zone);
    if (endAt != null && !endAt.isAfter(now)) {
      checks.fail("schedule.end_at", "must be in the future.");
    } else if (endAt != null && startAt != null && !endAt.isAfter(startAt)) {
      checks.fail("schedule.end_at", "must be after schedule.start_at.");
    }
    return endAt;
  }

  private ZoneId zone(@Nullable String timezone) {
    if (timezone == null) {
      return ZoneId.of("UTC");
    }
    if (ZoneId.getAvailableZoneIds().contains(timezone)) {
      return ZoneId.of(timezone);
    }
    checks.fail("schedule.timezone", "must be an IANA time zone such as Europe/Berlin or UTC.");
    return ZoneOffset.UTC;
  }

  private @Nullable Instant time(String field, @Nullable String value, ZoneId zone) {
    if (value == null) {
      return null;
    }
    Instant time = withOffset(value);
    if (time == null) {
      time = local(field, value, zone);
    }
    if (time != null && !time.isBefore(LATEST)) {
      checks.fail(field, "must be before the year 2100.");
    }
    return time;
  }

  private static @Nullable Instant withOffset(String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Instant local(String field, String value, ZoneId zone) {
    try {
      LocalDateTime local = LocalDateTime.parse(value);
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      if (offsets.isEmpty()) {
        checks.fail(
            field,
            "does not exist in " + zone + ": the clocks go forward over it; choose another.");
        return null;
      }
      // Where the clocks go back it happens twice; the earlier one is meant.
      return local.toInstant(offsets.get(0));
    } catch (DateTimeException e) {
      checks.fail(field, RIGHT);
      return null;
    }
  }

  /** The times of a campaign, read. */
  record Schedule(
      @Nullable Instant startAt,
      String timezone,
      @Nullable Instant startBy,
      String misfire,
      @Nullable Instant endAt) {}
}
