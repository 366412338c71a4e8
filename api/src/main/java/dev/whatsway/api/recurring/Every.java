package dev.whatsway.api.recurring;

import dev.whatsway.api.campaign.ScheduleChecks;
import dev.whatsway.api.problem.Checks;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * When a campaign comes, read.
 *
 * @param told as it was told, for the table and for whoever reads it
 */
record Every(Cron cron, ZoneId zone, ObjectNode told) {

  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final Cron NEVER_MIND = Cron.of("0 0 * * *");

  /** Reads it from the table. */
  static Every of(JsonNode told, String timezone) {
    Checks checks = new Checks();
    List<@Nullable String> weekdays = null;
    if (told.path("weekdays").isArray()) {
      weekdays = new ArrayList<>();
      for (JsonNode day : told.path("weekdays")) {
        weekdays.add(day.asString());
      }
    }
    Every every =
        read(
            new EveryRequest(text(told, "cron"), weekdays, text(told, "time"), timezone),
            checks,
            Instant.EPOCH);
    checks.done();
    return every;
  }

  /** Reads what is asked for; what is wrong with it is recorded. */
  static Every read(EveryRequest request, Checks checks, Instant now) {
    ZoneId zone = ZoneId.of("UTC");
    if (checks.required("every.timezone", request.timezone(), "an IANA name such as Europe/Berlin")
        != null) {
      zone = new ScheduleChecks(checks, now).zone("every.timezone", request.timezone());
    }
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    Cron cron =
        request.cron() == null
            ? weekly(request.weekdays(), request.time(), told, checks)
            : cron(request, told, checks);
    if (!checks.failed() && cron.next(now, zone, 1).isEmpty()) {
      checks.fail("every.cron", "must come at least once in eight years; this day never does.");
    }
    return new Every(cron, zone, told);
  }

  private static Cron cron(EveryRequest request, ObjectNode told, Checks checks) {
    if (request.time() != null || request.weekdays() != null) {
      checks.fail("every.cron", "must be left out where time says when, or the other way.");
    }
    String text = String.valueOf(request.cron()).strip();
    told.put("cron", text);
    try {
      return Cron.of(text);
    } catch (IllegalArgumentException e) {
      checks.fail("every.cron", String.valueOf(e.getMessage()));
      return NEVER_MIND;
    }
  }

  private static Cron weekly(
      @Nullable List<@Nullable String> weekdays,
      @Nullable String time,
      ObjectNode told,
      Checks checks) {
    LocalTime at = time(time, checks);
    told.put("time", at.toString());
    if (weekdays == null) {
      return Cron.of(at.getMinute() + " " + at.getHour() + " * * *");
    }
    List<String> days = new ArrayList<>();
    ArrayNode shown = told.putArray("weekdays");
    for (String day : weekdays) {
      String word = String.valueOf(day).toLowerCase(Locale.ROOT);
      if (!WEEKDAYS.contains(word)) {
        checks.fail("every.weekdays", "must name days as mon, tue, wed, thu, fri, sat or sun.");
        return NEVER_MIND;
      }
      days.add(word.toUpperCase(Locale.ROOT));
      shown.add(word);
    }
    if (days.isEmpty()) {
      checks.fail("every.weekdays", "must name at least one day; leave it out for each.");
      return NEVER_MIND;
    }
    return Cron.of(at.getMinute() + " " + at.getHour() + " * * " + String.join(",", days));
  }

  private static LocalTime time(@Nullable String time, Checks checks) {
    if (time != null && time.matches("[0-9]{2}:[0-9]{2}")) {
      try {
        return LocalTime.parse(time);
      } catch (DateTimeException e) {
        // Says the same as any other text.
      }
    }
    checks.fail("every.time", "must be a time of the day such as 10:00; or write every.cron.");
    return LocalTime.MIDNIGHT;
  }

  private static @Nullable String text(JsonNode told, String field) {
    return told.path(field).isString() ? told.path(field).asString() : null;
  }
}
