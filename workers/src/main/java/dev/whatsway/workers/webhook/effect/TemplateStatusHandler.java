package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.AccountStops;
import dev.whatsway.store.channel.AccountStops.Stopped;
import dev.whatsway.store.channel.Stops.Refusal;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.template.TemplateNews;
import dev.whatsway.store.template.TemplateNews.Known;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.TemplateRef;
import dev.whatsway.workers.webhook.fact.TemplateStatus;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A template that Meta does not send any more is stopped, as a refused send would stop it, and goes
 * on as soon as Meta says so. Sources: Meta, "message_template_status_update" and "Template
 * pausing".
 */
@Component
public class TemplateStatusHandler implements FactHandler<TemplateStatus> {

  /**
   * Words that say nothing of whether it can be sent: the status that was told before still holds.
   */
  private static final Set<String> NO_STATUS = Set.of("FLAGGED", "LOCKED", "LIMIT_EXCEEDED");

  private final TemplateNews templates;
  private final AccountStops stops;
  private final EventLog log;
  private final Effects effects;

  public TemplateStatusHandler(
      TemplateNews templates, AccountStops stops, EventLog log, Effects effects) {
    this.templates = templates;
    this.stops = stops;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<TemplateStatus> handles() {
    return TemplateStatus.class;
  }

  @Override
  public Handled handle(PendingEvent event, TemplateStatus told) {
    return effects.once(event, account -> follow(account, told));
  }

  private void follow(UUID account, TemplateStatus told) {
    TemplateRef ref = told.template();
    Optional<Known> known =
        templates.find(account, ref.wabaId(), ref.name(), ref.language(), ref.metaId());
    String status = TemplateStops.lifts(told) ? "APPROVED" : told.status();
    boolean late = false;
    if (known.isPresent() && !NO_STATUS.contains(status)) {
      Stopped template = new Stopped(ref.wabaId(), known.get().name(), known.get().language());
      // The stop comes first: its lock has to be taken before the template's row is.
      Optional<Refusal> refusal =
          TemplateStops.refusal(told)
              .filter(earlier -> !templates.isLate(known.get().id(), told.at()));
      refusal.ifPresent(opened -> stops.openForTemplate(account, template, opened));
      late = !templates.status(known.get().id(), status, told.at());
      if (late && refusal.isPresent()) {
        // The later word came while this one waited for the lock.
        stops.clearTemplate(account, template, TemplateStops.CODES, "Meta had approved it later");
      }
      if (!late && status.equals("APPROVED")) {
        stops.clearTemplate(account, template, TemplateStops.CODES, "Meta has approved it again");
      }
    }
    log.add(
        account,
        ref.wabaId(),
        "template.status",
        severity(told),
        words(told, known.isEmpty(), late));
  }

  private static Severity severity(TemplateStatus told) {
    if (TemplateStops.refusal(told).isPresent()) {
      return Severity.CRITICAL;
    }
    return told.status().equals("FLAGGED") ? Severity.WARNING : Severity.INFO;
  }

  private static String words(TemplateStatus told, boolean unknown, boolean late) {
    StringBuilder words =
        new StringBuilder(TemplateWords.name(told.template()))
            .append(": Meta says ")
            .append(told.status());
    if (told.title() != null) {
      words.append(", ").append(told.title());
    }
    if (told.reason() != null) {
      words.append(", reason ").append(told.reason());
    }
    words.append('.');
    if (unknown) {
      words.append(" It is not known here; fetch the templates to use it.");
    }
    if (late) {
      words.append(" A later status was told before, which holds.");
    }
    return words.toString();
  }
}
