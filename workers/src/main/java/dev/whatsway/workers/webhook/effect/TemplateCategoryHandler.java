package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.template.TemplateNews;
import dev.whatsway.store.template.TemplateNews.Known;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.TemplateCategory;
import dev.whatsway.workers.webhook.fact.TemplateCategory.Change.Completed;
import dev.whatsway.workers.webhook.fact.TemplateCategory.Change.Impending;
import dev.whatsway.workers.webhook.fact.TemplateRef;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes over the category that Meta counts a template into. Its open campaigns go on and follow:
 * what became marketing asks for consent from this commit on, what no longer is goes through Cloud,
 * and still asks for consent in campaigns that began as marketing.
 */
@Component
public class TemplateCategoryHandler implements FactHandler<TemplateCategory> {

  private static final Set<String> CATEGORIES = Set.of("MARKETING", "UTILITY", "AUTHENTICATION");

  private final TemplateNews templates;
  private final EventLog log;
  private final Effects effects;

  public TemplateCategoryHandler(TemplateNews templates, EventLog log, Effects effects) {
    this.templates = templates;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<TemplateCategory> handles() {
    return TemplateCategory.class;
  }

  @Override
  public Handled handle(PendingEvent event, TemplateCategory told) {
    return effects.once(event, account -> follow(account, told));
  }

  private void follow(UUID account, TemplateCategory told) {
    TemplateRef ref = told.template();
    String name = TemplateWords.name(ref);
    if (told.change() instanceof Impending impending) {
      log.add(
          account,
          ref.wabaId(),
          "template.category_impending",
          Severity.WARNING,
          "%s: Meta will count it as %s%s; object in WhatsApp Manager until then."
              .formatted(
                  name,
                  impending.next(),
                  impending.takesEffect() == null
                      ? " within a day"
                      : " from " + impending.takesEffect()));
    } else if (told.change() instanceof Completed completed) {
      String category = completed.present();
      Optional<Known> known =
          templates.find(account, ref.wabaId(), ref.name(), ref.language(), ref.metaId());
      String templateName = ref.name();
      String language = ref.language();
      if (known.isPresent() && CATEGORIES.contains(category)) {
        templates.category(known.get().id(), category);
      } else if (templateName != null && language != null && CATEGORIES.contains(category)) {
        templates.categoryOfUnfetched(account, ref.wabaId(), templateName, language, category);
      }
      log.add(
          account,
          ref.wabaId(),
          "template.category",
          Severity.WARNING,
          "%s: Meta counts it as %s now%s. Campaigns of it go on: %s"
              .formatted(
                  name,
                  category,
                  completed.previous() == null ? "" : ", no longer as " + completed.previous(),
                  category.equals("MARKETING")
                      ? "nobody without an opt-in gets it any more."
                      : "through the Cloud API; those that began as marketing still ask for"
                          + " consent."));
    }
  }
}
