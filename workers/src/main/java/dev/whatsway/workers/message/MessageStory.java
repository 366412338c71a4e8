package dev.whatsway.workers.message;

import static dev.whatsway.contract.message.MessageStatus.ACCEPTED;
import static dev.whatsway.contract.message.MessageStatus.DELIVERED;
import static dev.whatsway.contract.message.MessageStatus.FAILED;
import static dev.whatsway.contract.message.MessageStatus.QUEUED;
import static dev.whatsway.contract.message.MessageStatus.READ;
import static dev.whatsway.contract.message.MessageStatus.SENT;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a message workflow knows of its message. The status only rises, whatever order events come
 * in and however often: Meta neither orders its webhooks nor sends each once, and {@code delivered}
 * is left out where {@code read} is told.
 */
final class MessageStory {

  private MessageStatus status = QUEUED;
  private Route route;
  private boolean clicked;
  private boolean replied;
  private @Nullable Failure failure;
  private @Nullable String reason;
  private @Nullable String waitingFor;
  private @Nullable String remark;
  private boolean putOff;

  MessageStory(Route route) {
    this.route = route;
  }

  void apply(MessageEvents events) {
    events.events().forEach(this::apply);
  }

  private void apply(MessageEvent event) {
    switch (event.kind()) {
      case ACCEPTED -> rise(ACCEPTED);
      case SENT -> rise(SENT);
      case DELIVERED -> rise(DELIVERED);
      case READ -> rise(READ);
      case CLICKED -> {
        // Who clicks has the message, whatever became of the answer to its send.
        rise(ACCEPTED);
        clicked = true;
      }
      case REPLIED -> replied = true;
      case FAILED -> fail(event);
    }
  }

  private void fail(MessageEvent event) {
    fail(event.failure());
    // A second word on the same failure must not take back that it holds for now only.
    putOff = putOff || (status == FAILED && event.later());
  }

  /** Returns whether a webhook failed it for now only, so that it may come again. */
  boolean putOff() {
    return putOff;
  }

  /** Takes over where the ledger says a message stands that a webhook had put off. */
  void resume(MessageStatus now) {
    putOff = false;
    status = now;
    if (now != FAILED) {
      failure = null;
    }
  }

  /** Raises the status; a lower or equal one, or one after an end, changes nothing. */
  void rise(MessageStatus to) {
    if ((undecided() || status.taken()) && to.compareTo(status) > 0) {
      status = to;
    }
  }

  /** Fails the message, unless it has reached the phone: a delivery cannot be taken back. */
  void fail(@Nullable Failure why) {
    if (undecided() || status == ACCEPTED || status == SENT) {
      status = FAILED;
      failure = why;
    }
  }

  /** Takes over where the ledger says the message stands, unless events have decided it by now. */
  void settle(MessageStatus settled, @Nullable String why) {
    if (settled.taken()) {
      rise(settled);
    } else if (settled != QUEUED && !reachedThePhone()) {
      status = settled;
      reason = why;
    }
  }

  void settle(MessageStatus settled, Failure why) {
    settle(settled, why.title());
    if (status == FAILED) {
      failure = why;
    }
  }

  void goesThrough(Route latest) {
    route = latest;
  }

  void waitsFor(@Nullable String what) {
    waitingFor = what;
  }

  /** Says in words what an operator should know of how it went. */
  void remark(String words) {
    remark = words;
  }

  @Nullable String remark() {
    return remark;
  }

  /** Returns whether it is still open whether Meta took the message. */
  boolean undecided() {
    return status == QUEUED;
  }

  boolean reachedThePhone() {
    return status == DELIVERED || status == READ;
  }

  /** Returns whether no event can change what matters of the message. */
  boolean finished(boolean tracksClicks) {
    return !(undecided() || status.taken()) || clicked || (status == READ && !tracksClicks);
  }

  MessageStatus status() {
    return status;
  }

  Route route() {
    return route;
  }

  MessageView view() {
    return new MessageView(status, route, clicked, replied, failure, reason, waitingFor);
  }
}
