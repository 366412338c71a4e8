package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.template.TemplateSyncs;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.TemplateComponents;
import org.springframework.stereotype.Component;

/**
 * Has a WABA's templates fetched when an edit of one was approved: the event tells texts, not all
 * that a template is made of.
 */
@Component
public class TemplateComponentsHandler implements FactHandler<TemplateComponents> {

  private final TemplateSyncs syncs;
  private final EventLog log;
  private final Effects effects;

  public TemplateComponentsHandler(TemplateSyncs syncs, EventLog log, Effects effects) {
    this.syncs = syncs;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<TemplateComponents> handles() {
    return TemplateComponents.class;
  }

  @Override
  public Handled handle(PendingEvent event, TemplateComponents told) {
    return effects.once(
        event,
        account -> {
          syncs.outdated(account, told.template().wabaId());
          log.add(
              account,
              told.template().wabaId(),
              "template.components",
              Severity.WARNING,
              TemplateWords.name(told.template())
                  + ": an edit was approved; the WABA's templates are fetched again.");
        });
  }
}
