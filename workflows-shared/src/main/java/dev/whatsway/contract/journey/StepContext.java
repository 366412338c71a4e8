package dev.whatsway.contract.journey;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step knows of the person, and of what became of its wait. Never part of a history. */
public interface StepContext {

  /** Returns whose stay at which step this is. */
  Visit visit();

  /** Returns what is the same whenever this visit of this person to this step is tried again. */
  default String key() {
    return visit().key();
  }

  /** Returns the journey's time: the real one, except in a dry run. */
  Instant now();

  /** Returns what ended the wait this step asked for; null when the person has just come. */
  @Nullable Woken woken();

  /** Returns E.164 with its plus sign. */
  String phone();

  /** Returns the person's name; null when it is not known. */
  @Nullable String name();

  /** Returns ISO 3166, two upper-case letters; null when it is not known. */
  @Nullable String country();

  /** Returns where the person lives: as stored, else by number, country or campaign. */
  ZoneId zone();

  /** Returns by what the zone is known, in words that name neither person nor number. */
  String zoneSource();

  /** Returns the person's attributes as they are now. */
  Map<String, String> attributes();

  /** Stores an attribute of the person; a null value removes it. */
  void setAttribute(String name, @Nullable String value);

  /** Returns whether a condition holds now. What it asks for and is not known makes it not hold. */
  boolean holds(ConditionText condition);

  /** Returns a text with its placeholders filled; null where one has neither value nor fallback. */
  @Nullable String fill(PlaceholderText text);
}
