package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.template.TemplateNews;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.TemplateQuality;
import dev.whatsway.workers.webhook.fact.TemplateRef;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps what Meta thinks of a template's quality: a low one is what it pauses templates for. */
@Component
public class TemplateQualityHandler implements FactHandler<TemplateQuality> {

  private final TemplateNews templates;
  private final EventLog log;
  private final Effects effects;

  public TemplateQualityHandler(TemplateNews templates, EventLog log, Effects effects) {
    this.templates = templates;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<TemplateQuality> handles() {
    return TemplateQuality.class;
  }

  @Override
  public Handled handle(PendingEvent event, TemplateQuality told) {
    return effects.once(event, account -> follow(account, told));
  }

  private void follow(UUID account, TemplateQuality told) {
    TemplateRef ref = told.template();
    templates
        .find(account, ref.wabaId(), ref.name(), ref.language(), ref.metaId())
        .ifPresent(known -> templates.quality(known.id(), told.present(), told.at()));
    log.add(
        account,
        ref.wabaId(),
        "template.quality",
        told.present().equals("RED") ? Severity.WARNING : Severity.INFO,
        "%s: its quality is %s%s."
            .formatted(
                TemplateWords.name(ref),
                told.present(),
                told.previous() == null ? "" : ", was " + told.previous()));
  }
}
