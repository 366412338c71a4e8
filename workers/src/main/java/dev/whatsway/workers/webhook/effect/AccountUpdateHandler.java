package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.AccountStops;
import dev.whatsway.store.channel.NumberNews;
import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.AccountUpdate;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event.Restriction;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A WABA was restricted, banned, deleted, given back or opened to Marketing Messages. Events may
 * come in any order: a stop that should not stand is lifted by its probe within minutes, one that
 * is missing comes with the next refusal.
 */
@Component
public class AccountUpdateHandler implements FactHandler<AccountUpdate> {

  /** Restrictions that do not touch what we send. */
  private static final Set<String> HARMLESS =
      Set.of("RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_CUSTOMER_INITIATED_MESSAGING");

  private final AccountStops stops;
  private final NumberNews numbers;
  private final EventLog log;
  private final Effects effects;

  public AccountUpdateHandler(
      AccountStops stops, NumberNews numbers, EventLog log, Effects effects) {
    this.stops = stops;
    this.numbers = numbers;
    this.log = log;
    this.effects = effects;
  }

  @Override
  public Class<AccountUpdate> handles() {
    return AccountUpdate.class;
  }

  @Override
  public Handled handle(PendingEvent event, AccountUpdate told) {
    return effects.once(event, account -> new Following(account, told.wabaId()).of(told.event()));
  }

  private final class Following {

    private final UUID account;
    private final String waba;

    Following(UUID account, String waba) {
      this.account = account;
      this.waba = waba;
    }

    void of(Event event) {
      if (event instanceof Event.Restricted restricted) {
        restricted(restricted);
      } else if (event instanceof Event.Violation violation) {
        log(
            "account.violation",
            Severity.WARNING,
            "Meta sees a breach of its policy%s; more of them lead to restrictions."
                .formatted(violation.type() == null ? "" : ": " + violation.type()));
      } else if (event instanceof Event.Disabled disabled) {
        stops.openForWaba(account, waba, WabaStops.DISABLED);
        log(
            "account.disabled",
            Severity.CRITICAL,
            "Meta has disabled the WABA" + on(disabled.date()) + ".");
      } else if (event instanceof Event.ToBeDisabled planned) {
        // Nothing is refused yet: a stop would be lifted by its first probe.
        log(
            "account.disable_scheduled",
            Severity.CRITICAL,
            "Meta will disable the WABA%s; appeal in Meta Business Suite before that."
                .formatted(on(planned.date())));
      } else if (event instanceof Event.Deleted) {
        stops.openForWaba(account, waba, WabaStops.DELETED);
        log("account.deleted", Severity.CRITICAL, "The WABA was deleted at Meta.");
      } else if (event instanceof Event.Offboarded) {
        stops.openForWaba(account, waba, WabaStops.OFFBOARDED);
        log("account.offboarded", Severity.CRITICAL, "The WABA has left the Cloud API.");
      } else if (event instanceof Event.Reinstated) {
        lift(WabaStops.BANS, "Meta has reinstated the account");
        log("account.reinstated", Severity.INFO, "Meta has reinstated the WABA.");
      } else if (event instanceof Event.Reconnected) {
        lift(WabaStops.OFFBOARDED_CODES, "the account is connected again");
        log("account.reconnected", Severity.INFO, "The WABA is connected to the Cloud API again.");
      } else if (event instanceof Event.MarketingTermsSigned) {
        marketingMessages();
      } else {
        log(
            "account.update",
            Severity.INFO,
            "Meta tells of the account: " + ((Event.Other) event).word() + ".");
      }
    }

    private void restricted(Event.Restricted restricted) {
      boolean sending =
          restricted.restrictions().isEmpty()
              || restricted.restrictions().stream()
                  .anyMatch(r -> r.type() == null || !HARMLESS.contains(r.type()));
      if (sending) {
        stops.openForWaba(account, waba, WabaStops.RESTRICTED);
      }
      log(
          "account.restricted",
          sending ? Severity.CRITICAL : Severity.WARNING,
          "Meta has restricted the WABA"
              + words(restricted.restrictions())
              + (sending ? "" : " Campaigns go on."));
    }

    /** The channel's own setting stays: whoever turned the route off may have had a reason. */
    private void marketingMessages() {
      stops.clearTemplates(
          account, waba, WabaStops.WITHOUT_MARKETING_MESSAGES, "the terms were signed");
      log(
          "account.marketing_terms_signed",
          Severity.INFO,
          "The terms of Marketing Messages are signed."
              + (numbers.someWithoutMarketingMessages(account, waba)
                  ? " Channels with mm_enabled false keep to the Cloud API until you switch it on:"
                      + " PATCH /api/v1/channels/{id} {\"mm_enabled\": true}."
                  : " Marketing goes through them."));
    }

    private void lift(Set<Integer> codes, String by) {
      stops.clearWaba(account, waba, codes, by);
    }

    private void log(String kind, Severity severity, String words) {
      log.add(account, waba, kind, severity, words);
    }

    private static String words(List<Restriction> restrictions) {
      return restrictions.isEmpty()
          ? "."
          : restrictions.stream()
              .map(Following::words)
              .collect(Collectors.joining(", ", ": ", "."));
    }

    private static String words(Restriction restriction) {
      return (restriction.type() == null ? "no type given" : restriction.type())
          + (restriction.until() == null ? "" : " until " + restriction.until());
    }

    private static String on(@Nullable String date) {
      return date == null ? "" : ", date " + date;
    }
  }
}
