package dev.whatsway.store.subscription;

import java.util.List;
import java.util.stream.Stream;

/** What a subscription may be told of. The triggers of messages and campaigns write these words. */
public final class EventTypes {

  private static final List<String> MESSAGE =
      List.of(
          "accepted",
          "sent",
          "delivered",
          "read",
          "clicked",
          "replied",
          "failed",
          "skipped",
          "unknown",
          "expired",
          "canceled");

  private static final List<String> CAMPAIGN =
      List.of("scheduled", "running", "paused", "completed", "canceled", "missed", "failed");

  /** Everything: all of both kinds, and what later versions add to them. */
  public static final List<String> ALL = List.of("message.*", "campaign.*");

  /** What a subscription may name. */
  public static final List<String> KNOWN =
      Stream.of(
              ALL.stream(),
              MESSAGE.stream().map(word -> "message." + word),
              CAMPAIGN.stream().map(word -> "campaign." + word))
          .flatMap(words -> words)
          .toList();

  private EventTypes() {}
}
