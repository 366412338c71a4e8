package dev.whatsway.launcher.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why messages ended unknown. The simulator names the attempts whose answers it lost by order; of
 * the others a worker must have died with the call, or PostgreSQL before its outcome was stored.
 *
 * @param byFault ids of messages, by the simulator's word for the fault
 * @param byKill messages during whose call workers or PostgreSQL were killed
 * @param unexplained what nobody has an explanation for
 */
record Unknowns(Map<String, List<String>> byFault, List<String> byKill, List<String> unexplained) {

  /** The attempt's time is taken a moment before its commit, the kill's before the signal. */
  private static final Duration BEFORE = Duration.ofSeconds(1);

  /**
   * An answer takes 2 s at most unless the simulator has noted it as lost, the rest is what a busy
   * machine adds. The API and Temporal are no reasons: an outcome is stored without them.
   */
  static final Duration AFTER = Duration.ofSeconds(10);

  static Unknowns of(OurBooks ours, MetasBooks metas, List<Kill> kills) {
    Map<String, String> lost = new HashMap<>();
    metas.lostAnswers().forEach(answer -> lost.put(answer.attempt(), answer.how()));
    Unknowns unknowns = new Unknowns(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    ours.messages().stream()
        .filter(message -> message.status().equals("unknown"))
        .forEach(message -> unknowns.add(message, lost, kills));
    return unknowns;
  }

  private void add(OurBooks.Message message, Map<String, String> lost, List<Kill> kills) {
    List<OurBooks.Attempt> open =
        message.attempts().stream().filter(OurBooks.Attempt::unknown).toList();
    for (OurBooks.Attempt attempt : open) {
      String how = lost.get(attempt.id());
      if (how != null) {
        byFault.computeIfAbsent(how, fault -> new ArrayList<>()).add(message.id());
        return;
      }
    }
    boolean killed =
        open.stream().anyMatch(attempt -> kills.stream().anyMatch(kill -> explains(kill, attempt)));
    (killed ? byKill : unexplained).add(message.id());
  }

  private static boolean explains(Kill kill, OurBooks.Attempt attempt) {
    Instant from = attempt.startedAt().minus(BEFORE);
    Instant until = attempt.startedAt().plus(AFTER);
    return (kill.target() == Target.WORKERS || kill.target() == Target.POSTGRES)
        && kill.at().isAfter(from)
        && kill.at().isBefore(until);
  }
}
