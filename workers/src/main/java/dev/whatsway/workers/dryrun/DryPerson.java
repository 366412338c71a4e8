package dev.whatsway.workers.dryrun;

import dev.whatsway.journey.condition.Facts;
import dev.whatsway.journey.step.Freezing;
import dev.whatsway.journey.step.FrozenValues;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.rules.FrequencyCap;
import dev.whatsway.store.segment.ContactFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One person of a dry run: what is known of them, and what they have been sent so far. */
final class DryPerson {

  private final Contact contact;
  private final Map<String, String> attributes;
  private FrozenValues frozen;
  private final Map<String, Facts.Message> fates = new TreeMap<>();
  private final Map<String, Planned> planned = new HashMap<>();
  private final List<Instant> sends = new ArrayList<>();
  private final List<Instant> before;

  /**
   * @param before when marketing was claimed for them that the account's caps count
   */
  DryPerson(Contact contact, Freezing freezing, List<Instant> before) {
    this.frozen = freezing.freeze(contact.values(Map.of()));
    this.contact = contact;
    this.before = before;
    this.attributes = new TreeMap<>(contact.attributes());
  }

  Contact contact() {
    return contact;
  }

  synchronized FrozenValues frozen() {
    return frozen;
  }

  synchronized void set(String name, @Nullable String value) {
    frozen = frozen.without(name);
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  synchronized Facts facts(Instant now) {
    Facts facts = ContactFacts.of(contact, now);
    return new Facts(
        facts.contact(),
        Map.copyOf(attributes),
        facts.consent(),
        now,
        new TreeMap<>(fates),
        Map.of());
  }

  synchronized void happened(String step, String kind) {
    Facts.Message was =
        fates.getOrDefault(step, new Facts.Message("accepted", false, false, false, false));
    fates.put(
        step,
        switch (kind) {
          case "delivered" ->
              new Facts.Message("delivered", true, was.read(), was.clicked(), was.replied());
          case "read" -> new Facts.Message("read", true, true, was.clicked(), was.replied());
          case "clicked" ->
              new Facts.Message(was.status(), was.delivered(), was.read(), true, was.replied());
          case "replied" ->
              new Facts.Message(was.status(), was.delivered(), was.read(), was.clicked(), true);
          default -> new Facts.Message(kind, was.delivered(), was.read(), false, false);
        });
  }

  /**
   * A message that was planned.
   *
   * @param at when it is decided whether it is sent
   * @param skipped why it is not sent; null for one that is
   */
  record Planned(UUID message, Instant at, @Nullable String skipped) {}

  /** Returns the message of a visit; null where none was planned. */
  synchronized @Nullable Planned planned(String visit) {
    return planned.get(visit);
  }

  synchronized void plan(String visit, Planned message) {
    planned.put(visit, message);
    if (message.skipped() == null) {
      sends.add(message.at());
    }
  }

  /** Returns whether the account's caps leave room for a message that is claimed at a moment. */
  synchronized boolean hasRoom(Collection<FrequencyCap> caps, Instant at) {
    List<Instant> claimed = new ArrayList<>(before);
    claimed.addAll(sends);
    return FrequencyCap.haveRoom(caps, claimed, 0, at);
  }

  synchronized long sentSince(Instant since) {
    return sends.stream().filter(at -> !at.isBefore(since)).count();
  }
}
