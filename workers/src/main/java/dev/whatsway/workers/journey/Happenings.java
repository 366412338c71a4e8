package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvent;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has happened to a person since they entered. Signals come twice and in any order; of a step
 * that was come to again only the latest message counts.
 */
final class Happenings {

  /** Meta leaves {@code delivered} out where {@code read} is told. */
  private static final List<String> RISING = List.of("accepted", "sent", "delivered", "read");

  private final long ordinal;
  private final Map<String, String> messages;
  private final Set<AwaitedEvent> happened = new LinkedHashSet<>();

  Happenings(long ordinal, Map<String, String> messages, Collection<AwaitedEvent> happened) {
    this.ordinal = ordinal;
    this.messages = new TreeMap<>(messages);
    this.happened.addAll(happened);
  }

  /** Says that a step sends another message: what became of an earlier one no longer counts. */
  void sends(String step, int visit) {
    String message = ordinal + "/" + visit;
    if (!message.equals(messages.put(step, message))) {
      happened.removeIf(event -> step.equals(event.subject()) && !event.kind().equals("custom"));
    }
  }

  void note(JourneyEvent event) {
    if (event.message() == null) {
      add(event.kind(), event.subject());
    } else if (event.message().equals(messages.get(event.subject()))) {
      rise(event);
    }
  }

  private void rise(JourneyEvent event) {
    int reached = RISING.indexOf(event.kind().equals("clicked") ? "accepted" : event.kind());
    for (int rank = 0; rank <= reached; rank++) {
      add(RISING.get(rank), event.subject());
    }
    add(event.kind(), event.subject());
  }

  /** Both for this message, and for any message of the journey. */
  private void add(String kind, String subject) {
    happened.add(new AwaitedEvent(kind, subject));
    if (!kind.equals("custom")) {
      happened.add(new AwaitedEvent(kind, null));
    }
  }

  boolean has(AwaitedEvent event) {
    return happened.contains(event);
  }

  Map<String, String> messages() {
    return new TreeMap<>(messages);
  }

  Collection<AwaitedEvent> all() {
    return happened;
  }
}
