package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a message stands by its events: the monotone status machine, a pure function. {@code read}
 * implies delivered, because Meta may leave {@code delivered} out. {@code unknown} and {@code
 * expired} are guesses of ours, so an event overrules them; {@code failed}, {@code skipped} and
 * {@code canceled} are ends.
 */
record Standing(
    MessageStatus status,
    @Nullable Instant acceptedAt,
    @Nullable Instant sentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant readAt,
    @Nullable Instant clickedAt,
    @Nullable Instant repliedAt,
    @Nullable Instant failedAt,
    @Nullable Failure failure) {

  /**
   * Returns the standing after the event; equal to this one where the event changes nothing.
   *
   * @param ofThisSend whether the event tells of the send that the message goes by: a failure of
   *     another send of the same message does not fail it
   */
  Standing after(MessageEvent event, boolean ofThisSend) {
    return switch (event.kind()) {
      case ACCEPTED -> reached(MessageStatus.ACCEPTED, event.at());
      case SENT -> reached(MessageStatus.SENT, event.at());
      case DELIVERED -> reached(MessageStatus.DELIVERED, event.at());
      case READ -> reached(MessageStatus.READ, event.at());
      case CLICKED -> marked(earlier(clickedAt, event.at()), repliedAt);
      case REPLIED -> marked(clickedAt, earlier(repliedAt, event.at()));
      case FAILED -> ofThisSend ? failed(event) : this;
    };
  }

  private Standing reached(MessageStatus to, Instant at) {
    if (status == MessageStatus.FAILED
        || status == MessageStatus.SKIPPED
        || status == MessageStatus.CANCELED) {
      return this;
    }
    return new Standing(
        rank(to) > rank(status) ? to : status,
        earlier(acceptedAt, at),
        to.compareTo(MessageStatus.SENT) >= 0 ? earlier(sentAt, at) : sentAt,
        to.compareTo(MessageStatus.DELIVERED) >= 0 ? earlier(deliveredAt, at) : deliveredAt,
        to == MessageStatus.READ ? earlier(readAt, at) : readAt,
        clickedAt,
        repliedAt,
        failedAt,
        failure);
  }

  private Standing marked(@Nullable Instant clicked, @Nullable Instant replied) {
    return new Standing(
        status, acceptedAt, sentAt, deliveredAt, readAt, clicked, replied, failedAt, failure);
  }

  private Standing failed(MessageEvent event) {
    boolean open =
        status == MessageStatus.QUEUED
            || status == MessageStatus.ACCEPTED
            || status == MessageStatus.SENT
            || status == MessageStatus.UNKNOWN
            || status == MessageStatus.EXPIRED;
    if (!open) {
      return this;
    }
    return new Standing(
        MessageStatus.FAILED,
        acceptedAt,
        sentAt,
        deliveredAt,
        readAt,
        clickedAt,
        repliedAt,
        event.at(),
        event.failure());
  }

  private static int rank(MessageStatus status) {
    return switch (status) {
      case QUEUED, UNKNOWN -> 0;
      case ACCEPTED -> 1;
      case SENT, EXPIRED -> 2;
      case DELIVERED -> 3;
      case READ -> 4;
      case FAILED, SKIPPED, CANCELED -> 5;
    };
  }

  private static Instant earlier(@Nullable Instant known, Instant told) {
    return known == null || told.isBefore(known) ? told : known;
  }
}
