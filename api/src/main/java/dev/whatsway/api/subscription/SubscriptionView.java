package dev.whatsway.api.subscription;

import dev.whatsway.store.subscription.Subscription;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API shows it.
 *
 * @param secret what deliveries are signed with: shown once, when it is made; null from then on
 * @param statusReason why it is disabled; null while it is active
 */
@Schema(name = "Subscription")
record SubscriptionView(
    UUID id,
    String url,
    List<String> events,
    @Schema(allowableValues = {"active", "disabled"}) String status,
    @Nullable String statusReason,
    @Nullable String secret,
    Instant createdAt,
    Instant updatedAt) {

  static SubscriptionView of(Subscription subscription) {
    return of(subscription, null);
  }

  static SubscriptionView of(Subscription subscription, @Nullable String secret) {
    return new SubscriptionView(
        subscription.id(),
        subscription.url(),
        subscription.events(),
        subscription.status(),
        subscription.statusReason(),
        secret,
        subscription.createdAt(),
        subscription.updatedAt());
  }

  /** Leaves out the secret: whoever logs this record must not log it. */
  @Override
  public String toString() {
    return "SubscriptionView[id=" + id + "]";
  }
}
