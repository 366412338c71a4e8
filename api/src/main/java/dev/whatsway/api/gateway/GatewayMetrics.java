package dev.whatsway.api.gateway;

import dev.whatsway.contract.message.Route;
import dev.whatsway.graph.GraphErrorClassifier;
import dev.whatsway.store.template.TemplateCategories.Known;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the gateway does, in numbers; no label names an account, a number or a template. */
@Component
class GatewayMetrics {

  private final MeterRegistry meters;
  private final Timer added;

  GatewayMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.added =
        Timer.builder("whatsway.gateway.added")
            .description("What a send took beside its calls to Meta and its turn")
            .publishPercentileHistogram()
            .register(meters);
  }

  /**
   * @param known null where the cache did not answer
   */
  void lookedUp(@Nullable Known known) {
    String result = known == null ? "unavailable" : known.marketing() == null ? "miss" : "hit";
    meters.counter("whatsway.gateway.categories", "result", result).increment();
  }

  void probed() {
    meters.counter("whatsway.gateway.probes").increment();
  }

  void learnt(boolean marketing) {
    meters
        .counter("whatsway.gateway.learnt", "category", marketing ? "marketing" : "other")
        .increment();
  }

  /**
   * @param code Meta's, any number at all: whoever answers makes no labels of their own
   */
  void fellBack(Route to, int code) {
    String label = GraphErrorClassifier.knows(code) ? Integer.toString(code) : "other";
    meters.counter("whatsway.gateway.fallbacks", "to", to.wire(), "code", label).increment();
  }

  void answered(GatewayAnswer answer) {
    meters
        .counter(
            "whatsway.gateway.answers",
            "route",
            answer.routeWord(),
            "status",
            answer.status() / 100 + "xx")
        .increment();
  }

  void added(Duration time) {
    added.record(time);
  }
}
