package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.NumberNews;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.Capability;
import org.springframework.stereotype.Component;

/** How many people the business may write to changed: every number of the WABA goes by it. */
@Component
public class CapabilityHandler implements FactHandler<Capability> {

  private final NumberNews numbers;
  private final EventLog log;
  private final Effects effects;

  public CapabilityHandler(NumberNews numbers, EventLog log, Effects effects) {
    this.numbers = numbers;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<Capability> handles() {
    return Capability.class;
  }

  @Override
  public Handled handle(PendingEvent event, Capability told) {
    return effects.once(
        event,
        account -> {
          String limit = told.limit();
          if (limit != null) {
            numbers.messagingLimit(account, told.wabaId(), limit);
          }
          log.add(
              account,
              told.wabaId(),
              "number.limit",
              Severity.INFO,
              limit == null
                  ? "Meta tells of the business's capabilities, without a messaging limit."
                  : "Meta sets the business's messaging limit to " + limit + ".");
        });
  }
}
