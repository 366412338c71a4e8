package dev.whatsway.api.subscription;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.subscription.EventTypes;
import dev.whatsway.store.subscription.RefusedTargetException;
import dev.whatsway.store.subscription.Subscription;
import dev.whatsway.store.subscription.Subscriptions;
import dev.whatsway.store.subscription.TargetRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a new subscription. */
@Component
class SubscriptionChecks {

  /** Every event is written once for each subscription that wants it. */
  private static final int MOST = 20;

  private final TargetRules targets;
  private final Subscriptions subscriptions;
  private final Clock clock;

  SubscriptionChecks(TargetRules targets, Subscriptions subscriptions, Clock clock) {
    this.targets = targets;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /**
   * Returns the subscription that is asked for.
   *
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  Subscription subscription(SubscriptionRequest request, UUID accountId) {
    Checks checks = new Checks();
    String url = url(request.url(), checks);
    List<String> events = events(request.events(), checks);
    if (!checks.failed() && subscriptions.count(accountId) >= MOST) {
      checks.fail("url", "is one too many: an account has at most " + MOST + "; delete another.");
    }
    checks.done();
    Instant now = clock.instant();
    return new Subscription(
        UUID.randomUUID(), accountId, url, events, Subscription.ACTIVE, null, now, now);
  }

  private String url(@Nullable String value, Checks checks) {
    String url = checks.text("url", value, 2000);
    if (!url.isEmpty()) {
      try {
        targets.check(url);
      } catch (RefusedTargetException e) {
        checks.fail("url", String.valueOf(e.getMessage()));
      }
    }
    return url;
  }

  private static List<String> events(@Nullable List<@Nullable String> given, Checks checks) {
    if (given == null) {
      return EventTypes.ALL;
    }
    if (given.isEmpty()) {
      checks.fail("events", "must name at least one type, or be left out for all.");
    }
    for (int i = 0; i < given.size(); i++) {
      checks.oneOf("events[" + i + "]", given.get(i), null, EventTypes.KNOWN);
    }
    return given.stream().filter(Objects::nonNull).distinct().toList();
  }
}
