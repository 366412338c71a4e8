package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.eventlog.EventLog;
import dev.whatsway.store.eventlog.Severity;
import dev.whatsway.workers.webhook.effect.LogOnly.Line;
import dev.whatsway.workers.webhook.fact.AccountAlert;
import dev.whatsway.workers.webhook.fact.AccountErrors;
import dev.whatsway.workers.webhook.fact.AccountReview;
import dev.whatsway.workers.webhook.fact.NumberName;
import dev.whatsway.workers.webhook.fact.Security;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Facts that a person has to know of. Numbers are named by their last digits. */
@Configuration(proxyBeanMethods = false)
class NewsHandlers {

  @Bean
  LogOnly<NumberName> numberName(Effects effects, EventLog log) {
    return new LogOnly<>(
        NumberName.class,
        effects,
        log,
        told ->
            new Line(
                told.wabaId(),
                "number.name",
                told.decision().equals("APPROVED") ? Severity.INFO : Severity.WARNING,
                "The display name of the number %s: %s%s."
                    .formatted(
                        last(told.displayNumber()), told.decision(), because(told.reason()))));
  }

  @Bean
  LogOnly<Security> security(Effects effects, EventLog log) {
    return new LogOnly<>(
        Security.class,
        effects,
        log,
        told ->
            new Line(
                told.wabaId(),
                "number.security",
                Severity.WARNING,
                "The PIN of the number %s: %s. If nobody of yours did it, look into it."
                    .formatted(last(told.displayNumber()), told.event())));
  }

  @Bean
  LogOnly<AccountAlert> accountAlert(Effects effects, EventLog log) {
    return new LogOnly<>(
        AccountAlert.class,
        effects,
        log,
        told ->
            new Line(
                told.wabaId(),
                "account.alert",
                severity(told.severity()),
                "Meta's alert %s%s%s."
                    .formatted(
                        told.type(),
                        told.status() == null ? "" : " (" + told.status() + ")",
                        because(told.description()))));
  }

  @Bean
  LogOnly<AccountReview> accountReview(Effects effects, EventLog log) {
    return new LogOnly<>(
        AccountReview.class,
        effects,
        log,
        told ->
            new Line(
                told.wabaId(),
                "account.review",
                told.decision().equals("APPROVED") ? Severity.INFO : Severity.CRITICAL,
                "Meta has reviewed the WABA: " + told.decision() + "."));
  }

  @Bean
  LogOnly<AccountErrors> accountErrors(Effects effects, EventLog log) {
    return new LogOnly<>(
        AccountErrors.class,
        effects,
        log,
        told ->
            new Line(
                told.wabaId(),
                "account.error",
                Severity.WARNING,
                "Meta tells of an error of the account: %s (code %d)%s."
                    .formatted(
                        told.failure().title(),
                        told.failure().code(),
                        because(told.failure().details()))));
  }

  private static Severity severity(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "CRITICAL" -> Severity.CRITICAL;
      case "WARNING" -> Severity.WARNING;
      default -> Severity.INFO;
    };
  }

  private static String because(@Nullable String reason) {
    return reason == null ? "" : ": " + reason.replaceAll("[.\\s]+$", "");
  }

  private static String last(String digits) {
    return "…" + digits.substring(Math.max(0, digits.length() - 4));
  }
}
