package dev.whatsway.contract.journey;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person to try a step on in its test: on a first visit, without attributes, for whom no
 * condition holds. Each {@code with…} returns another person.
 */
public final class SamplePerson implements StepContext {

  private static final UUID NOBODY = new UUID(0, 0);

  private final ZoneId zone;
  private final Instant now;
  private final @Nullable Woken woken;
  private final Map<String, String> attributes;

  private SamplePerson(
      ZoneId zone, Instant now, @Nullable Woken woken, Map<String, String> attributes) {
    this.zone = zone;
    this.now = now;
    this.woken = woken;
    this.attributes = new HashMap<>(attributes);
  }

  /** Returns somebody who lives in an IANA time zone, at the beginning of 2026 in UTC. */
  public static SamplePerson in(String zone) {
    return new SamplePerson(ZoneId.of(zone), Instant.parse("2026-01-01T00:00:00Z"), null, Map.of());
  }

  /** Returns the person at another time. */
  public SamplePerson at(Instant moment) {
    return new SamplePerson(zone, moment, woken, attributes);
  }

  /** Returns the person after a wait, with what ended it. */
  public SamplePerson wokenBy(Woken what) {
    return new SamplePerson(zone, now, what, attributes);
  }

  /** Returns the person with an attribute. */
  public SamplePerson with(String name, String value) {
    SamplePerson person = new SamplePerson(zone, now, woken, attributes);
    person.attributes.put(name, value);
    return person;
  }

  @Override
  public Visit visit() {
    return new Visit(NOBODY, NOBODY, 0, "step", 1);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public @Nullable Woken woken() {
    return woken;
  }

  @Override
  public String phone() {
    return "+15005550006";
  }

  @Override
  public @Nullable String name() {
    return "Ada";
  }

  @Override
  public @Nullable String country() {
    return null;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public String zoneSource() {
    return zone.getId();
  }

  @Override
  public Map<String, String> attributes() {
    return Map.copyOf(attributes);
  }

  @Override
  public void setAttribute(String name, @Nullable String value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public boolean holds(ConditionText condition) {
    return false;
  }

  /** Returns the text as it is. */
  @Override
  public @Nullable String fill(PlaceholderText text) {
    return text.pattern();
  }
}
