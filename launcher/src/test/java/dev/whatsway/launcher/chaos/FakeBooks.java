package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.MetasBooks.LostAnswer;
import dev.whatsway.launcher.chaos.MetasBooks.Send;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Both sides' books of one campaign, written message by message. */
final class FakeBooks {

  final List<Send> sends = new ArrayList<>();
  final List<LostAnswer> lost = new ArrayList<>();
  final List<Kill> kills = new ArrayList<>();
  final List<Silence> silences = new ArrayList<>();
  final List<String> leaks = new ArrayList<>();
  long duplicates;
  long pendingWebhooks;
  private final List<OurBooks.Message> messages = new ArrayList<>();
  private OurBooks.@Nullable Campaign closed;

  /** Adds a message that Meta took; returns its id. */
  String taken(Person person, String status, Instant at) {
    String id = untaken(person, status, "accepted", at);
    OurBooks.Message message = messages.get(messages.size() - 1);
    sends.add(new Send(message.recipient(), at, message.attempts().get(0).id()));
    return id;
  }

  /**
   * Adds a message that Meta did not take.
   *
   * @param outcome of its only attempt, or null for none
   */
  String untaken(Person person, String status, @Nullable String outcome, Instant at) {
    int number = messages.size();
    String id = "m" + number;
    messages.add(
        new OurBooks.Message(
            id,
            "c",
            Crowd.prefix(person) + "%06d".formatted(number),
            status,
            outcome == null
                ? List.of()
                : List.of(new OurBooks.Attempt("attempt " + number, at, outcome))));
    return id;
  }

  /** Gives the campaign another status, and counts of that many messages accounted for. */
  void close(String status, long accounted) {
    closed =
        new OurBooks.Campaign(
            "c",
            "message-workflow",
            status,
            Map.of("planned", (long) messages.size(), "accepted", accounted));
  }

  Evidence evidence() {
    OurBooks.Campaign campaign = closed == null ? counted() : closed;
    return new Evidence(
        1,
        new OurBooks(List.of(campaign), List.copyOf(messages)),
        new MetasBooks(duplicates, pendingWebhooks, List.copyOf(sends), List.copyOf(lost)),
        List.copyOf(kills),
        List.copyOf(silences),
        Map.of("pause 200", 1L),
        List.copyOf(leaks));
  }

  private OurBooks.Campaign counted() {
    Map<String, Long> counts = new HashMap<>();
    // A run without any message would be no campaign at all.
    counts.put("planned", (long) Math.max(1, messages.size()));
    if (messages.isEmpty()) {
      counts.put("canceled", 1L);
    }
    for (OurBooks.Message message : messages) {
      counts.merge(message.taken() ? "accepted" : message.status(), 1L, Long::sum);
    }
    return new OurBooks.Campaign("c", "message-workflow", "completed", counts);
  }
}
