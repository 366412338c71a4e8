package dev.whatsway.launcher.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What our API says of the campaigns of a run. */
record OurBooks(List<Campaign> campaigns, List<Message> messages) {

  /** Names of the counts that {@code planned} is the sum of once a campaign is closed. */
  static final List<String> OUTCOMES =
      List.of("accepted", "failed", "skipped", "unknown", "expired", "canceled");

  /**
   * @param counts by the API's names
   */
  record Campaign(String id, String tracking, String status, Map<String, Long> counts) {

    long count(String name) {
      return counts.getOrDefault(name, 0L);
    }

    boolean closed() {
      return ChaosLoad.CLOSED.contains(status);
    }

    /** Whether it is closed and every planned message is in exactly one outcome. */
    boolean accountedFor() {
      return closed()
          && !status.equals("failed")
          && count("planned") > 0
          && count("planned") == OUTCOMES.stream().mapToLong(this::count).sum();
    }
  }

  /**
   * @param recipient digits without plus sign
   */
  record Message(
      String id, String campaign, String recipient, String status, List<Attempt> attempts) {

    /** Whether we say that Meta took it and has not failed it since. */
    boolean taken() {
      return switch (status) {
        case "accepted", "sent", "delivered", "read" -> true;
        default -> false;
      };
    }
  }

  /**
   * @param outcome null while the call is in flight
   */
  record Attempt(String id, Instant startedAt, @Nullable String outcome) {

    boolean unknown() {
      return outcome == null || outcome.equals("unknown");
    }
  }
}
