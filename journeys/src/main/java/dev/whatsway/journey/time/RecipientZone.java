package dev.whatsway.journey.time;

import java.time.ZoneId;

/**
 * The time zone a recipient is taken to live in.
 *
 * @param source what it was read from
 * @param assumed whether the source allows several zones, so that this is a choice (see {@link
 *     Zones})
 */
public record RecipientZone(ZoneId zone, Source source, boolean assumed) {

  /** What a zone was read from, the most certain first. */
  public enum Source {
    CONTACT("set on the contact"),
    NUMBER("from the phone number"),
    COUNTRY("from the contact's country"),
    CAMPAIGN("the campaign's, as neither contact nor number tells one");

    private final String text;

    Source(String text) {
      this.text = text;
    }
  }

  /** Says in one line which zone and why. It names neither person nor number. */
  public String explain() {
    return zone.getId()
        + " ("
        + source.text
        + (assumed ? "; chosen among several time zones there)" : ")");
  }
}
