package dev.whatsway.workers.webhook;

import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /**
   * Handles those events that can be handled together, in the caller's transaction.
   *
   * @return what is left to do with them, by their ids; the others are handled one by one
   */
  Map<Long, Handled> handle(List<PendingEvent> events) {
    Map<FactHandler<?>, List<FactHandler.Read<?>>> read = new LinkedHashMap<>();
    for (PendingEvent event : events) {
      try {
        WebhookFact fact = parser.read(event);
        FactHandler<?> handler = handlers.get(fact.getClass());
        if (handler != null) {
          read.computeIfAbsent(handler, first -> new ArrayList<>())
              .add(new FactHandler.Read<>(event, fact));
        }
      } catch (RuntimeException unreadable) {
        // It fails alone, where that is counted and told.
      }
    }
    Map<Long, Handled> handled = new HashMap<>();
    read.forEach((handler, facts) -> handled.putAll(together(handler, facts)));
    return handled;
  }

  /** Each fact is of the handler's kind: it was found by its class. */
  @SuppressWarnings("unchecked")
  private static <F extends WebhookFact> Map<Long, Handled> together(
      FactHandler<F> handler, List<FactHandler.Read<?>> facts) {
    return handler.handle((List<FactHandler.Read<F>>) (List<?>) facts);
  }

  private static <F extends WebhookFact> Handled handle(
      FactHandler<F> handler, PendingEvent event, WebhookFact fact) {
    return handler.handle(event, handler.handles().cast(fact));
  }
}
