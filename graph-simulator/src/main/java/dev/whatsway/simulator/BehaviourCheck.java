package dev.whatsway.simulator;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses a behaviour that could not be acted out, naming the field. */
final class BehaviourCheck {
  private final ErrorCatalogue errors;

  BehaviourCheck(ErrorCatalogue errors) {
    this.errors = errors;
  }

  void check(Behaviour behaviour) {
    range("latency_ms", behaviour.latencyMs());
    Behaviour.Delays delays = behaviour.webhookDelaysMs();
    range("webhook_delays_ms.sent", delays.sent());
    range("webhook_delays_ms.delivered", delays.delivered());
    range("webhook_delays_ms.read", delays.read());
    range("webhook_delays_ms.click", delays.click());
    range("webhook_delays_ms.reply", delays.reply());
    range("webhook_delays_ms.failed", delays.failed());
    range("webhook_delays_ms.held", delays.held());
    require(
        LinkOpener.isBase(behaviour.openLinks()),
        "open_links",
        "must be an http URL of this machine with a path, such as http://127.0.0.1:8080/r/");
    Behaviour.Webhooks webhooks = behaviour.webhooks();
    atLeastOne("webhooks.batch_ms", webhooks.batchMs());
    atLeastOne("webhooks.batch_max", webhooks.batchMax());
    // Meta's own limit of updates in one POST (facts: webhooks overview).
    require(webhooks.batchMax() <= 1000, "webhooks.batch_max", "must not exceed 1000");
    atLeastOne("webhooks.concurrency", webhooks.concurrency());
    atLeastOne("webhooks.timeout_ms", webhooks.timeoutMs());
    atLeastOne("webhooks.retry_min_ms", webhooks.retryMinMs());
    require(
        webhooks.retryMaxMs() >= webhooks.retryMinMs(),
        "webhooks.retry_max_ms",
        "must not be below retry_min_ms");
    require(behaviour.throughput().perSecond() > 0, "throughput.per_second", "must be more than 0");
    require(behaviour.throughput().burst() >= 1, "throughput.burst", "must be at least 1");
    require(behaviour.pairRate().intervalMs() >= 0, "pair_rate.interval_ms", "must not be below 0");
    atLeastOne("pair_rate.burst", behaviour.pairRate().burst());
    require(
        behaviour.keepRequests() >= 0 && behaviour.keepRequests() <= 100_000,
        "keep_requests",
        "must lie between 0 and 100000");
    behaviour.recipients().forEach((number, fate) -> fate("recipients." + number, fate));
    behaviour.prefixes().forEach((prefix, fate) -> fate("prefixes." + prefix, fate));
    rates(behaviour.rates());
    if (behaviour.templates() != null) {
      // JSON's null within a list arrives as Java's.
      require(
          behaviour.templates().stream().noneMatch(Objects::isNull),
          "templates",
          "must hold objects only");
      behaviour.templates().forEach(Template::of);
    }
  }

  private void fate(String where, Fate fate) {
    code(where + ".mm_refusal", fate.mmRefusal());
    code(where + ".refuse", fate.refuse());
    code(where + ".trouble", fate.trouble());
    code(where + ".fail", fate.fail());
    atLeastOne(where + ".copies", fate.copies());
  }

  private void rates(Rates rates) {
    shares("rates.mm_refusal", rates.mmRefusal());
    shares("rates.refuse", rates.refuse());
    shares("rates.trouble", rates.trouble());
    shares("rates.fail", rates.fail());
    rates.mmRefusal().keySet().forEach(code -> code("rates.mm_refusal", code));
    rates.refuse().keySet().forEach(code -> code("rates.refuse", code));
    rates.trouble().keySet().forEach(code -> code("rates.trouble", code));
    rates.fail().keySet().forEach(code -> code("rates.fail", code));
    shares("rates.reach", rates.reach());
    shares("rates.click", Map.of("click", rates.click()));
    shares("rates.reply", Map.of("reply", rates.reply()));
    shares("rates.copies", rates.copies());
    rates.copies().keySet().forEach(copies -> atLeastOne("rates.copies", copies));
    shares("rates.disorder", rates.disorder());
    shares("rates.connection", rates.connection());
    shares("rates.hold", rates.hold());
  }

  private static void shares(String where, Map<?, Double> shares) {
    double sum = 0;
    for (double share : shares.values()) {
      require(share >= 0 && share <= 1, where, "shares lie between 0 and 1");
      sum += share;
    }
    require(sum <= 1.000001, where, "shares add up to more than 1");
  }

  private void code(String where, @Nullable String key) {
    require(key == null || errors.knows(key), where, "knows no error " + key);
  }

  private static void range(String where, Behaviour.Range range) {
    require(range.min() >= 0 && range.max() >= range.min(), where, "needs 0 <= min <= max, in ms");
  }

  private static void atLeastOne(String where, long value) {
    require(value >= 1, where, "must be at least 1");
  }

  private static void require(boolean condition, String where, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(where + " " + problem);
    }
  }
}
