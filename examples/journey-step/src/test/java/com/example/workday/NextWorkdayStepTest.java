package com.example.workday;

import dev.whatsway.contract.journey.*;
import java.time.*;
import org.junit.jupiter.api.*;

class NextWorkdayStepTest {
  @Test
  void waitsOverTheWeekend() {
    var friday = SamplePerson.in("Europe/Berlin").at(Instant.parse("2026-11-27T15:00:00Z"));
    var result =
        new NextWorkdayStep().run(new NextWorkdayStep.Settings(LocalTime.of(9, 0)), friday);
    Assertions.assertEquals(
        Instant.parse("2026-11-30T08:00:00Z"), ((StepResult.Wait) result).until());
  }
}
