package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.OurBooks.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a message ended unknown. The simulator names the attempts whose answers it lost by order; of
 * the others a worker must have died with the call, or PostgreSQL before its outcome was stored.
 *
 * @param attempt the attempt without a known outcome; null where there is none
 * @param fault the simulator's word for what it did to the answer, or null
 * @param kill what was killed during the call, or null
 */
record Unknown(
    String message, @Nullable Attempt attempt, @Nullable String fault, @Nullable Kill kill) {

  /** The attempt's time is taken a moment before its commit, the kill's before the signal. */
  private static final Duration BEFORE = Duration.ofSeconds(1);

  /**
   * An answer takes 2 s at most unless the simulator has noted it as lost, the rest is what a busy
   * machine adds. The API and Temporal are no reasons: an outcome is stored without them.
   */
  static final Duration AFTER = Duration.ofSeconds(10);

  static List<Unknown> all(Evidence evidence) {
    Map<String, String> lost = new HashMap<>();
    evidence.metas().lostAnswers().forEach(answer -> lost.put(answer.attempt(), answer.how()));
    return evidence.ours().messages().stream()
        .filter(message -> message.status().equals("unknown"))
        .map(message -> of(message, lost, evidence.kills()))
        .toList();
  }

  boolean explained() {
    return fault != null || kill != null;
  }

  /** A few words, the same for all of a kind. */
  String cause() {
    if (fault != null) {
      return fault;
    }
    return kill == null ? "unexplained" : kill.target().child() + " killed during the call";
  }

  private static Unknown of(OurBooks.Message message, Map<String, String> lost, List<Kill> kills) {
    List<Attempt> open = message.attempts().stream().filter(Attempt::unknown).toList();
    for (Attempt attempt : open) {
      if (lost.containsKey(attempt.id())) {
        return new Unknown(message.id(), attempt, lost.get(attempt.id()), null);
      }
    }
    for (Attempt attempt : open) {
      Optional<Kill> kill = killed(kills, attempt.startedAt());
      if (kill.isPresent()) {
        return new Unknown(message.id(), attempt, null, kill.get());
      }
    }
    return new Unknown(message.id(), open.isEmpty() ? null : open.get(0), null, null);
  }

  /** The kill that came first of those that may have hit a call which was claimed then. */
  private static Optional<Kill> killed(List<Kill> kills, Instant claimed) {
    return kills.stream()
        .filter(k -> k.target() == Target.WORKERS || k.target() == Target.POSTGRES)
        .filter(k -> k.at().isAfter(claimed.minus(BEFORE)))
        .filter(k -> k.at().isBefore(claimed.plus(AFTER)))
        .min(Comparator.comparing(Kill::at));
  }
}
