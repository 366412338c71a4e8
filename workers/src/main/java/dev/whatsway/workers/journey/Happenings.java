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
  private final Map<String, Integer> latest;
  private final Set<AwaitedEvent> happened = new LinkedHashSet<>();

  /**
   * @param latest by send step, the visit whose message is its latest
   */
  Happenings(long ordinal, Map<String, Integer> latest, Collection<AwaitedEvent> happened) {
    this.ordinal = ordinal;
    this.latest = new TreeMap<>(latest);
    this.happened.addAll(happened);
  }

  /** Says that a step sends another message: what became of an earlier one no longer counts. */
  void sends(String step, int visit) {
    if (latest.getOrDefault(step, 0) < visit) {
      latest.put(step, visit);
      happened.removeIf(event -> step.equals(event.subject()) && !event.kind().equals("custom"));
    }
  }

  void note(JourneyEvent event) {
    if (event.message() == null) {
      add(event.kind(), event.subject());
      return;
    }
    int visit = visit(event.message());
    // A word may overtake the answer that told of its message.
    sends(event.subject(), visit);
    if (visit > 0 && visit == latest.getOrDefault(event.subject(), 0)) {
      rise(event);
    }
  }

  /** Returns 0 for a message of another journey of the same person. */
  private int visit(String message) {
    int slash = message.indexOf('/');
    return Long.parseLong(message.substring(0, slash)) == ordinal
        ? Integer.parseInt(message.substring(slash + 1))
        : 0;
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

  Map<String, Integer> latest() {
    return new TreeMap<>(latest);
  }

  Collection<AwaitedEvent> all() {
    return happened;
  }
}
