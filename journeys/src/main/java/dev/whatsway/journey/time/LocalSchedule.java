package dev.whatsway.journey.time;

import dev.whatsway.journey.time.QuietRules.Release;
import dev.whatsway.journey.time.WaitUntil.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Finds when something is sent to one recipient: the window waited for, in their zone, less quiet
 * hours, spread over what is left.
 *
 * <p>A caller keeps the first answer. Within a window it would be the same again until it comes;
 * asked after that, or after the end of quiet hours that held it, it is another. That nothing is
 * sent twice stays with the ledger.
 */
public final class LocalSchedule {

  /**
   * Returns the moment of a step that waits.
   *
   * <p>A window that quiet hours leave nothing of begins when they end and keeps its length, and
   * does not wait for another day.
   *
   * @param attributes of the contact, by name
   */
  public static SendMoment next(
      WaitUntil wait,
      Map<String, String> attributes,
      RecipientZone recipient,
      QuietRules quiet,
      Spread.Key key,
      Instant now) {
    Opening opening = wait.next(now, recipient.zone(), attributes);
    if (opening instanceof Opening.Passed passed) {
      return new SendMoment.Passed(passed.began(), recipient, wait.explain());
    }
    if (opening instanceof Opening.Unknown unknown) {
      return new SendMoment.Impossible(unknown.reason());
    }
    Span span = ((Opening.Ahead) opening).span();
    Optional<Instant> place = Spread.place(quiet.free(span, recipient.zone()), key, now);
    if (place.isPresent()) {
      return new SendMoment.At(place.get(), recipient, wait.explain(), null);
    }
    Instant from = Span.later(span.start(), now);
    return released(from, wait.window().length(), wait.explain(), recipient, quiet, key);
  }

  /**
   * Returns the moment of a step that does not wait: now, or after quiet hours.
   *
   * @param over the time over which those whom quiet hours held are spread; zero for none
   */
  public static SendMoment now(
      Duration over, RecipientZone recipient, QuietRules quiet, Spread.Key key, Instant now) {
    return released(now, over, "as soon as allowed", recipient, quiet, key);
  }

  private static SendMoment released(
      Instant from,
      Duration over,
      String because,
      RecipientZone recipient,
      QuietRules quiet,
      Spread.Key key) {
    Release release = quiet.earliest(from, recipient.zone());
    if (release instanceof Release.Never never) {
      return new SendMoment.Impossible("Never sent: " + never.reason() + ".");
    }
    if (release instanceof Release.Free free) {
      return new SendMoment.At(free.at(), recipient, because, null);
    }
    Release.Held held = (Release.Held) release;
    Span after = new Span(held.at(), held.at().plus(over));
    Instant place =
        Spread.place(quiet.free(after, recipient.zone()), key, held.at()).orElse(held.at());
    return new SendMoment.At(place, recipient, because, held);
  }

  private LocalSchedule() {}
}
