package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Phase;
import dev.whatsway.launcher.demo.ApiClient;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the simulator behave as a phase says. */
final class Faults {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Statuses come fast, so that a message's whole life fits into a phase or is torn by one. */
  private static final String ALWAYS =
      """
      {
        "latency_ms": {"min": 5, "max": 40},
        "webhook_delays_ms": {
          "sent": {"min": 50, "max": 300},
          "delivered": {"min": 50, "max": 500},
          "read": {"min": 100, "max": 1000},
          "failed": {"min": 100, "max": 1000}
        },
        "webhooks": {"retry_max_ms": 5000},
        "rates": {"mm_refusal": {"131055": 0.05}}
      }
      """;

  private final ApiClient simulator;
  private final long seed;

  Faults(ApiClient simulator, long seed) {
    this.simulator = simulator;
    this.seed = seed;
  }

  /** Lets a phase begin. */
  void begin(Phase phase) {
    apply(behaviour(seed + phase.from().toMillis(), phase.sends(), phase.webhooks()));
    if (phase.webhooks() == WebhookFault.HELD_BACK) {
      simulator.post("/_simulator/webhooks/pause", Map.of());
    } else {
      simulator.post("/_simulator/webhooks/resume", Map.of());
    }
  }

  /** Ends all faults; what is under way arrives now. */
  void end() {
    apply(behaviour(seed, SendFault.CALM, WebhookFault.CALM));
    simulator.post("/_simulator/webhooks/resume", Map.of());
  }

  private void apply(ObjectNode behaviour) {
    simulator.put("/_simulator/behaviour?mode=replace", behaviour);
  }

  /**
   * The simulator's behaviour.
   *
   * @param seed decides whom the faults meet
   */
  static ObjectNode behaviour(long seed, SendFault sends, WebhookFault webhooks) {
    ObjectNode behaviour = (ObjectNode) JSON.readTree(ALWAYS);
    behaviour.put("seed", seed);
    ObjectNode prefixes = behaviour.putObject("prefixes");
    for (Person person : Person.values()) {
      if (person.fate() != null) {
        prefixes.set(Crowd.prefix(person), JSON.readTree(person.fate()));
      }
    }
    ObjectNode rates = behaviour.withObject("/rates");
    sends(sends, behaviour, rates);
    webhooks(webhooks, rates);
    return behaviour;
  }

  private static void sends(SendFault fault, ObjectNode behaviour, ObjectNode rates) {
    switch (fault) {
      case CALM -> {
        // Nothing to add.
      }
      case CLOSED_AFTER_ACCEPT, CLOSED_BEFORE_ACCEPT, CLOSED_MID_ANSWER ->
          connection(rates, fault.name(), 0.2);
      case SERVER_ERROR_AFTER_ACCEPT, SERVER_ERROR_BEFORE_ACCEPT ->
          connection(rates, fault.name(), 0.2);
      case LATE_ANSWERS -> {
        // Each holds one of the 40 sending slots for the 20 s of our timeout.
        connection(rates, "LATE", 0.1);
        rates.put("late_ms", 24_000);
      }
      case RATE_LIMIT_STORM -> behaviour.put("rate_limit_storm", true);
      case PAIR_RATE_LIMIT -> rates.putObject("trouble").put("131056", 0.3);
      case SLOW_ANSWERS -> behaviour.putObject("latency_ms").put("min", 500).put("max", 2_000);
    }
  }

  private static void connection(ObjectNode rates, String what, double share) {
    rates.putObject("connection").put(what.toLowerCase(Locale.ROOT), share);
  }

  private static void webhooks(WebhookFault fault, ObjectNode rates) {
    switch (fault) {
      case CALM, HELD_BACK -> {
        // Held back by an order of its own.
      }
      case REPEATED -> rates.putObject("copies").put("2", 0.5).put("3", 0.2);
      case REORDERED -> rates.putObject("disorder").put("delivered_first", 0.6);
      case BEFORE_ANSWER -> rates.putObject("disorder").put("before_answer", 0.4);
    }
  }
}
