package dev.whatsway.journey.time;

import dev.whatsway.journey.time.QuietRules.Release.Held;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When something is to be sent to one recipient. */
public sealed interface SendMoment {

  /** Says it in one English line with the zone; it names neither person nor number. */
  String explain();

  /**
   * Then, which is now or later.
   *
   * @param because what asked for it, in English
   * @param held the quiet hours it waits out, null where none moved it
   */
  record At(Instant instant, RecipientZone zone, String because, @Nullable Held held)
      implements SendMoment {
    @Override
    public String explain() {
      return local(instant, zone) + ": " + because + (held == null ? "" : ", " + held.explain());
    }
  }

  /** Never: the only window was over; it began at the instant. */
  record Passed(Instant instant, RecipientZone zone, String because) implements SendMoment {
    @Override
    public String explain() {
      return "passed since " + local(instant, zone) + ": " + because;
    }
  }

  /** Never: there is no such moment, for a reason in English. */
  record Impossible(String reason) implements SendMoment {
    @Override
    public String explain() {
      return reason;
    }
  }

  private static String local(Instant instant, RecipientZone zone) {
    return instant.atZone(zone.zone()).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"))
        + " "
        + zone.explain();
  }
}
