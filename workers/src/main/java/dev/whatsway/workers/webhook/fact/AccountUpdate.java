package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something happened to a WABA. */
public record AccountUpdate(String wabaId, Event event, Instant at) implements WebhookFact {

  /** What happened. */
  public sealed interface Event {

    record Restricted(List<Restriction> restrictions) implements Event {}

    /** Such as {@code RESTRICTED_BIZ_INITIATED_MESSAGING}, until a time or for good. */
    record Restriction(@Nullable String type, @Nullable Instant until) {}

    /** A breach of policy, such as {@code ADULT}. */
    record Violation(@Nullable String type) implements Event {}

    /** The WABA is banned. */
    record Disabled(@Nullable String date) implements Event {}

    /** The WABA will be banned. */
    record ToBeDisabled(@Nullable String date) implements Event {}

    record Reinstated() implements Event {}

    record Deleted() implements Event {}

    /** The terms of Marketing Messages were accepted. */
    record MarketingTermsSigned() implements Event {}

    /** The account left the Cloud API. */
    record Offboarded() implements Event {}

    record Reconnected() implements Event {}

    /** One that the product has only to know of. */
    record Other(String word) implements Event {}
  }
}
