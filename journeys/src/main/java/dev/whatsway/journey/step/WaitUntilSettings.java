package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.time.LocalWindow;
import dev.whatsway.journey.time.WaitUntil;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code wait_until}: a time of day where the person lives, on the next day that fits: any, a
 * weekday, a date, or a date that an attribute holds.
 */
public record WaitUntilSettings(
    @Setting(description = "The local time of day.", example = "10:00") LocalTime time,
    @Setting(description = "Only on these days of the week.", max = "7")
        @Nullable List<DayOfWeek> weekdays,
    @Setting(description = "On this date.") @Nullable LocalDate date,
    @Setting(description = "On the date that this attribute holds.", max = "64")
        @Nullable String attribute,
    @Setting(
            description = "Days after that date; before it where negative.",
            min = "-365",
            max = "365")
        @Nullable Integer offsetDays,
    @Setting(description = "Whether the attribute's day and month count each year, as a birthday.")
        @Nullable Boolean yearly,
    @Setting(
            description = "People are spread over this length of time, each always at the same.",
            min = "PT1M",
            max = "PT12H")
        @Nullable Duration spread,
    @Setting(description = "Where to go when the date has passed, or the attribute holds none.")
        @Nullable StepRef whenPassed) {

  @Nullable String problem() {
    if ((weekdays == null ? 0 : 1) + (date == null ? 0 : 1) + (attribute == null ? 0 : 1) > 1) {
      return "weekdays: may not stand beside date or attribute; one of the three chooses the day.";
    }
    if (attribute == null && (offsetDays != null || yearly != null)) {
      return "attribute: is required with offset_days and yearly.";
    }
    if (date == null && attribute == null && whenPassed != null) {
      return "when_passed: is for date and attribute; a time of day always comes.";
    }
    return null;
  }

  /**
   * A date may have passed, and within the window of a spread somebody may go at once: then nobody
   * surely waits.
   */
  boolean waits() {
    return date == null && attribute == null && spread == null;
  }

  /** Returns what is waited for in the terms of local time. */
  WaitUntil asked() {
    LocalWindow window =
        spread == null ? LocalWindow.at(time) : new LocalWindow(time, time.plus(spread));
    if (weekdays != null && !weekdays.isEmpty()) {
      return new WaitUntil.Weekly(Set.copyOf(weekdays), window);
    }
    if (date != null) {
      return new WaitUntil.OnDate(date, window);
    }
    return attribute == null
        ? new WaitUntil.Daily(window)
        : new WaitUntil.OnAttribute(
            attribute, offsetDays == null ? 0 : offsetDays, Boolean.TRUE.equals(yearly), window);
  }
}
