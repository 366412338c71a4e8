package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.util.function.Function;

/**
 * Puts a fact on the event log, where a person reads it; nothing else follows from it.
 *
 * @param <F> the kind of fact
 */
final class LogOnly<F extends WebhookFact> implements FactHandler<F> {

  private final Class<F> type;
  private final Effects effects;
  private final EventLog log;
  private final Function<F, Line> line;

  LogOnly(Class<F> type, Effects effects, EventLog log, Function<F, Line> line) {
    this.type = type;
    this.effects = effects;
    this.log = log;
    this.line = line;
  }

  /** What to write. */
  record Line(String wabaId, String kind, Severity severity, String words) {}

  @Override
  public Class<F> handles() {
    return type;
  }

  @Override
  public Handled handle(PendingEvent event, F fact) {
    return effects.once(
        event,
        account -> {
          Line written = line.apply(fact);
          log.add(account, written.wabaId, written.kind, written.severity, written.words);
        });
  }
}
