package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hands each event to the handler of its kind. */
@Component
class EventHandler {

  private final WebhookParser parser;
  private final Map<Class<? extends WebhookFact>, FactHandler<?>> handlers = new HashMap<>();
  private final MeterRegistry meters;

  EventHandler(WebhookParser parser, List<FactHandler<?>> handlers, MeterRegistry meters) {
    this.parser = parser;
    this.meters = meters;
    for (FactHandler<?> handler : handlers) {
      if (this.handlers.put(handler.handles(), handler) != null) {
        throw new IllegalStateException(
            "Two handlers take " + handler.handles().getSimpleName() + "; there may be one.");
      }
    }
  }

  Handled handle(PendingEvent event) {
    WebhookFact fact = parser.read(event);
    @Nullable FactHandler<?> handler = handlers.get(fact.getClass());
    if (handler != null) {
      return handle(handler, event, fact);
    }
    String what =
        fact instanceof Unknown unknown ? unknown.what() : fact.getClass().getSimpleName();
    meters.counter("whatsway.webhook.unused", "what", what).increment();
    return new Handled.Settled();
  }

  private static <F extends WebhookFact> Handled handle(
      FactHandler<F> handler, PendingEvent event, WebhookFact fact) {
    return handler.handle(event, handler.handles().cast(fact));
  }
}
