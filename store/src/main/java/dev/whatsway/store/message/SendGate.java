package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.message.Attempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the message, its attempts, its campaign and its person say against a send. */
final class SendGate {

  /** The skip reason of messages to somebody who was erased. */
  static final String ERASED = "erased";

  /** The skip reason of messages to somebody on the suppression list. */
  static final String SUPPRESSED = "suppressed";

  /** The hold reason of a message that waits for quiet hours to end; the skip reason, for ever. */
  static final String QUIET = "quiet-hours";

  private static final Failure QUIET_FAILURE =
      new Failure(0, "Quiet hours of the recipient", "Not offered to Meta");

  /**
   * Returns null where they say nothing against it.
   *
   * @param suppressed whether the person is on the suppression list
   */
  static @Nullable SendResult answer(
      LockedMessage message,
      List<Attempt> attempts,
      SendLedger.Request request,
      boolean suppressed,
      Instant now,
      ClaimWrites writes) {
    SendResult known = alreadyKnown(message, attempts, request, writes);
    if (known == null) {
      known = refused(message, attempts, now, writes);
    }
    if (known == null) {
      String against = against(message, suppressed, now);
      known =
          against == null
              ? quiet(message, attempts, now, writes)
              : personal(message, attempts, against, writes);
    }
    return known;
  }

  private static @Nullable SendResult alreadyKnown(
      LockedMessage message,
      List<Attempt> attempts,
      SendLedger.Request request,
      ClaimWrites writes) {
    if (message.status() != MessageStatus.QUEUED) {
      return ended(message, attempts);
    }
    for (Attempt attempt : attempts) {
      if (attempt.inFlight()) {
        // Its worker died, or still waits for Meta after Temporal has given up on it.
        writes.lose(message.id(), attempt.id());
        return new SendResult.Unknown(attempt.id(), "the worker was lost during the call");
      }
      if (attempt.outcome() == Outcome.ACCEPTED) {
        // Whatever the message's row says: what Meta took is never offered again.
        return new SendResult.Accepted(attempt.id(), message.wamid(), message.heldByMeta());
      }
      // An unknown attempt of an earlier round has been given up on by the channel's policy.
      if (attempt.outcome() == Outcome.UNKNOWN && attempt.round() >= request.round()) {
        return new SendResult.Unknown(attempt.id(), "the answer was lost");
      }
    }
    return SameTry.answer(SameTry.of(attempts, request), message.dueAt());
  }

  private static SendResult ended(LockedMessage message, List<Attempt> attempts) {
    Attempt last =
        attempts.stream()
            .filter(attempt -> attempt.outcome() == Outcome.ACCEPTED)
            .findFirst()
            .orElse(attempts.isEmpty() ? null : attempts.get(attempts.size() - 1));
    UUID attemptId = last == null ? message.id() : last.id();
    return switch (message.status()) {
      case FAILED ->
          new SendResult.Rejected(
              attemptId, Objects.requireNonNullElse(message.failure(), new Failure(0, "", null)));
      case SKIPPED, CANCELED, UNKNOWN ->
          new SendResult.NotSent(
              message.status(),
              Objects.requireNonNullElse(message.skipReason(), message.status().wire()));
      default -> new SendResult.Accepted(attemptId, message.wamid(), message.heldByMeta());
    };
  }

  private static @Nullable SendResult refused(
      LockedMessage message, List<Attempt> attempts, Instant now, ClaimWrites writes) {
    boolean paused = message.campaign() == CampaignStatus.PAUSED;
    if (!paused && message.campaign() != CampaignStatus.RUNNING) {
      return over(message, attempts, "campaign-" + message.campaign().wire(), writes);
    }
    if (message.endsAt() != null && !now.isBefore(message.endsAt())) {
      return over(message, attempts, CampaignMessages.ENDED, writes);
    }
    if (message.dueAt() != null && now.isBefore(message.dueAt())) {
      // What quiet hours hold keeps its place, or whoever wakes many of them would make a burst.
      return LaterLedger.HOLD.equals(message.holdReason())
          ? putOff(message, attempts)
          : quiet(Duration.between(now, message.dueAt()));
    }
    if (paused) {
      hold(message, attempts, "paused", writes);
      return new SendResult.Held("the campaign is paused");
    }
    return null;
  }

  /**
   * The list first: it beats whatever else is known of the person, and holds for every category.
   */
  private static @Nullable String against(LockedMessage message, boolean suppressed, Instant now) {
    LockedMessage.Person person = message.person();
    if (person.erased()) {
      return ERASED;
    }
    if (suppressed) {
      return SUPPRESSED;
    }
    if (message.outgoing().marketing() && person.optedOut()) {
      return "opted-out";
    }
    if (message.outgoing().marketing() && person.optInAt() == null) {
      return "no-consent";
    }
    // Meta, "Send messages": outside of the window nothing but templates (131047).
    return message.template() || person.windowOpen(now) ? null : "window-closed";
  }

  /** Holds a message; by its lost answer, where it has one, as {@link #quiet} does. */
  static void hold(
      LockedMessage message, List<Attempt> attempts, String reason, ClaimWrites writes) {
    writes.hold(message.id(), lost(attempts) ? ClaimWrites.LOST : reason);
  }

  /** Last, as it alone is about now: who waits must have nothing else against the message. */
  private static @Nullable SendResult quiet(
      LockedMessage message, List<Attempt> attempts, Instant now, ClaimWrites writes) {
    QuietTime.Word word = message.quietWord(now);
    if (word instanceof QuietTime.Word.Until until) {
      // By this reason a lane knows that the channel's policy has decided to send it again.
      writes.putOff(message.id(), until.at(), lost(attempts) ? ClaimWrites.LOST : QUIET);
      return quiet(Duration.between(now, until.at()));
    }
    if (word instanceof QuietTime.Word.PastTheEnd) {
      return over(message, attempts, CampaignMessages.ENDED, writes);
    }
    return word instanceof QuietTime.Word.Never ? personal(message, attempts, QUIET, writes) : null;
  }

  private static SendResult quiet(Duration left) {
    return new SendResult.RateLimited(null, Scope.QUIET_HOURS, left, QUIET_FAILURE);
  }

  static SendResult personal(
      LockedMessage message, List<Attempt> attempts, String reason, ClaimWrites writes) {
    return writes.end(
        message.id(), lost(attempts) ? MessageStatus.UNKNOWN : MessageStatus.SKIPPED, reason);
  }

  /**
   * An answer that stayed lost may have been an acceptance: such a message is not just canceled,
   * nor skipped.
   */
  private static SendResult over(
      LockedMessage message, List<Attempt> attempts, String reason, ClaimWrites writes) {
    return writes.end(
        message.id(), lost(attempts) ? MessageStatus.UNKNOWN : MessageStatus.CANCELED, reason);
  }

  private static boolean lost(List<Attempt> attempts) {
    return attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.UNKNOWN);
  }

  private static SendResult putOff(LockedMessage message, List<Attempt> attempts) {
    Attempt last = attempts.get(attempts.size() - 1);
    Failure failure = last.failure() == null ? new Failure(0, "", null) : last.failure();
    return new SendResult.Later(last.id(), message.dueAt(), failure);
  }

  private SendGate() {}
}
