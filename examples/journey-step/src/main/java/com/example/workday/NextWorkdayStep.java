package com.example.workday;

import dev.whatsway.contract.journey.*;
import java.time.*;

/** Waits for a time of day on the next day from Monday to Friday. */
public final class NextWorkdayStep implements JourneyStep<NextWorkdayStep.Settings> {

  public record Settings(@Setting(description = "The local time.") LocalTime time) {}

  public String type() {
    return "next_workday";
  }

  public Class<Settings> settings() {
    return Settings.class;
  }

  public boolean harmless() {
    return true;
  }

  public StepResult run(Settings settings, StepContext person) {
    if (person.woken() != null) return StepResult.next("the workday has begun");
    LocalDate day = person.now().atZone(person.zone()).toLocalDate().plusDays(1);
    while (day.getDayOfWeek().getValue() > 5) day = day.plusDays(1);
    Instant moment = day.atTime(settings.time()).atZone(person.zone()).toInstant();
    return StepResult.waitUntil(moment, "Waits for the next workday");
  }
}
