package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import java.time.Duration;
import java.util.UUID;

/** What the ledger says to a send. Only {@link Granted} allows a call to Meta. */
public sealed interface Admission {

  /**
   * The call may be made, once; its end is told to {@link GatewayLedger#finish} or {@code next}.
   */
  record Granted(UUID messageId, UUID attemptId) implements Admission {}

  /** The same request has been answered: this answer again. */
  record Replayed(StoredAnswer answer) implements Admission {}

  /** The same request is under way. */
  record InProgress() implements Admission {}

  /** The key belongs to another request. */
  record KeyReused() implements Admission {}

  /** The person must not get it. Nothing is remembered of the request. */
  record Refused(Reason reason) implements Admission {}

  /** Too early. Nothing is remembered of the request. */
  record Later(Scope scope, Duration delay) implements Admission {}

  /**
   * The same request was under way when its instance died: its message may have gone out and is
   * {@code unknown}, or what a webhook has said of it since.
   */
  record LostBefore(UUID messageId) implements Admission {}

  /** Why a person must not get a message. */
  enum Reason {
    /** Their number or user id is on the account's suppression list. */
    SUPPRESSED,
    /** They said stop, and the message is or may be marketing. */
    OPTED_OUT,
    /** Their data has been erased. */
    ERASED
  }
}
