package dev.whatsway.api.subscription;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.subscription.Deliveries;
import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.SigningSecrets;
import dev.whatsway.store.subscription.Subscription;
import dev.whatsway.store.subscription.Subscriptions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/subscriptions")
@Tag(name = "subscriptions", description = "Events of messages and campaigns, by webhook.")
class SubscriptionController {

  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final SubscriptionChecks checks;
  private final JsonMapper json;

  SubscriptionController(
      Subscriptions subscriptions,
      Deliveries deliveries,
      SubscriptionChecks checks,
      JsonMapper json) {
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.checks = checks;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Subscribe to events",
      description = "Signed as Standard Webhooks with the secret, which is shown this once.")
  SubscriptionView create(@RequestBody SubscriptionRequest request, Caller caller) {
    Subscription subscription = checks.subscription(request, caller.accountId());
    String secret = SigningSecrets.generate();
    subscriptions.insert(subscription, secret);
    return SubscriptionView.of(find(subscription.id(), caller), secret);
  }

  @GetMapping
  @Operation(summary = "List the subscriptions")
  Page<SubscriptionView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        subscriptions.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        SubscriptionView::of,
        Subscription::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a subscription")
  SubscriptionView get(@PathVariable UUID id, Caller caller) {
    return SubscriptionView.of(find(id, caller));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End a subscription, with what was not delivered yet")
  void delete(@PathVariable UUID id, Caller caller) {
    if (!subscriptions.delete(caller.accountId(), id)) {
      throw ApiException.notFound("subscription", id);
    }
  }

  @PostMapping("/{id}/rotate-secret")
  @Operation(
      summary = "Replace the secret",
      description =
          "The new one is shown this once. For 24 hours events are signed with both, the new first.")
  SubscriptionView rotateSecret(@PathVariable UUID id, Caller caller) {
    find(id, caller);
    String secret = SigningSecrets.generate();
    subscriptions.rotate(id, secret);
    return SubscriptionView.of(find(id, caller), secret);
  }

  @PostMapping("/{id}/enable")
  @Operation(
      summary = "Deliver to a disabled subscription again",
      description = "Events of now on; what it missed stays out, its dead letters can be replayed.")
  SubscriptionView enable(@PathVariable UUID id, Caller caller) {
    find(id, caller);
    subscriptions.enable(id);
    return SubscriptionView.of(find(id, caller));
  }

  @GetMapping("/{id}/deliveries")
  @Operation(summary = "List the dead letters: what could not be delivered for three days")
  Page<DeliveryView> deliveries(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    find(id, caller);
    Checks parameters = new Checks();
    parameters.oneOf("state", state, Delivery.DEAD, List.of(Delivery.DEAD));
    parameters.done();
    return Page.of(
        deliveries.dead(id, Cursor.number(cursor), Cursor.limit(limit) + 1),
        limit,
        delivery -> DeliveryView.of(delivery, json),
        Delivery::id);
  }

  @PostMapping("/{id}/deliveries/{delivery}/replay")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Deliver a dead letter after all",
      description = "At once, then as a new one.")
  void replay(@PathVariable UUID id, @PathVariable long delivery, Caller caller) {
    Subscription subscription = find(id, caller);
    if (subscription.status().equals(Subscription.DISABLED)) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The subscription is disabled; POST /api/v1/subscriptions/%s/enable first."
              .formatted(id));
    }
    if (!deliveries.replay(id, delivery)) {
      throw new ApiException(
          ProblemKind.NOT_FOUND,
          "The subscription has no dead letter %d; GET its deliveries.".formatted(delivery));
    }
  }

  private Subscription find(UUID id, Caller caller) {
    return subscriptions
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("subscription", id));
  }
}
