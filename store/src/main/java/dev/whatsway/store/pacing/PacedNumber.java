package dev.whatsway.store.pacing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number within a process: who waits for it and which slots are in hand. It knows no thread and
 * no clock; all times are nanoseconds of the pacer.
 */
final class PacedNumber {

  /** Whoever is turned away comes back after this at the latest. */
  private static final long LONGEST_ABSENCE = Duration.ofMinutes(5).toNanos();

  /** Waiters are looked at this often, if only to see whether one has waited too long. */
  private static final long LOOK = Duration.ofMillis(100).toNanos();

  /** A slot that is later than this, or than one spacing, lapses: late ones would be a burst. */
  private static final long LATE = Duration.ofMillis(50).toNanos();

  private final long horizon;
  private final WaitingLine transactional = new WaitingLine();
  private final WaitingLine marketing = new WaitingLine();
  private final ArrayDeque<Long> slots = new ArrayDeque<>();
  private boolean booking;
  private long bookAgainAt = Long.MIN_VALUE;
  private long marketingAt = Long.MIN_VALUE;
  private long transactionalAt = Long.MIN_VALUE;
  private long spacing;
  private long comeBackAt = Long.MIN_VALUE;

  PacedNumber(Duration horizon) {
    this.horizon = horizon.toNanos();
  }

  /** A booking to be made. */
  record Request(int wanted, Traffic traffic) {}

  /** Lets it wait, or turns it away at once where its turn would come too late. */
  void add(Waiter waiter, long now) {
    long turn = now + wait(waiter.ask(), now);
    if (turn > waiter.deadline()) {
      turnAway(waiter, now);
    } else {
      line(waiter.ask().traffic()).add(waiter);
    }
  }

  void remove(Waiter gone) {
    line(gone.ask().traffic()).remove(gone);
  }

  /** Hands out the slots that are due and turns away who has waited long enough. */
  void step(long now) {
    while (!slots.isEmpty() && slots.peek() < now - Math.max(LATE, spacing)) {
      slots.remove();
    }
    while (!slots.isEmpty() && slots.peek() <= now && waiting() > 0) {
      if (handOut()) {
        slots.remove();
      }
    }
    turnAwayTheHopeless(Traffic.TRANSACTIONAL, now);
    turnAwayTheHopeless(Traffic.MARKETING, now);
  }

  private boolean handOut() {
    Waiter next = transactional.poll();
    if (next == null) {
      next = marketing.poll();
    }
    return next != null && next.grant();
  }

  private void turnAwayTheHopeless(Traffic traffic, long now) {
    long earliest = slots.isEmpty() ? Math.max(now, askAgainAt(traffic)) : now;
    List<Waiter> hopeless = line(traffic).take(waiter -> waiter.deadline() <= earliest);
    hopeless.forEach(waiter -> turnAway(waiter, now));
  }

  /** Returns the booking to be made now, null for none; the caller makes it. */
  @Nullable Request request(long now) {
    if (booking || now < bookAgainAt) {
      return null;
    }
    int urgent = transactional.size() - slots.size();
    int demand = waiting() - slots.size();
    Request request = null;
    if (urgent > 0 && now >= transactionalAt && now >= lastSlotLess(horizon)) {
      request = new Request(urgent, Traffic.TRANSACTIONAL);
    } else if (demand > 0 && now >= marketingAt && now >= lastSlotLess(horizon / 4)) {
      request = new Request(demand, Traffic.MARKETING);
    }
    if (request != null) {
      booking = true;
      // Whoever asks in between is booked for together.
      bookAgainAt = now + horizon / 32;
    }
    return request;
  }

  /**
   * When the slots in hand run out: late enough that the other processes get their turn, early
   * enough that no slot lapses.
   */
  private long lastSlotLess(long before) {
    return slots.isEmpty() ? Long.MIN_VALUE : slots.getLast() - before;
  }

  /** Takes in what was booked, as of when the answer came. */
  void booked(Request request, Slots booked, long now) {
    booking = false;
    spacing = booked.spacing().toNanos();
    long first = now + booked.firstIn().toNanos();
    if (booked.count() == 0 && request.traffic == Traffic.TRANSACTIONAL) {
      transactionalAt = first;
    } else if (booked.count() == 0) {
      marketingAt = first;
    }
    for (int i = 0; i < booked.count(); i++) {
      slots.add(first + i * spacing);
    }
  }

  /** Ends all waits: nothing can be booked. */
  void failed(RuntimeException problem) {
    booking = false;
    line(Traffic.TRANSACTIONAL).take(waiter -> true).forEach(waiter -> waiter.fail(problem));
    line(Traffic.MARKETING).take(waiter -> true).forEach(waiter -> waiter.fail(problem));
  }

  /** Gives up the slots in hand: the number has to be slower than they are. */
  void forfeit() {
    slots.clear();
  }

  /** Returns when to look again, at most {@code Long.MAX_VALUE} for never. */
  long lookAt(long now) {
    if (waiting() == 0) {
      return Long.MAX_VALUE;
    }
    long next = now + LOOK;
    if (!slots.isEmpty()) {
      next = Math.min(next, slots.peek());
    }
    if (!booking && waiting() > slots.size()) {
      long urgent =
          transactional.size() > slots.size()
              ? Math.max(transactionalAt, lastSlotLess(horizon))
              : Long.MAX_VALUE;
      long askAt = Math.min(urgent, Math.max(marketingAt, lastSlotLess(horizon / 4)));
      next = Math.min(next, Math.max(bookAgainAt, askAt));
    }
    return next;
  }

  private int waiting() {
    return transactional.size() + marketing.size();
  }

  private long wait(Ask ask, long now) {
    long start = slots.isEmpty() ? askAgainAt(ask.traffic()) : slots.peek();
    int ahead = line(ask.traffic()).ahead(ask);
    if (ask.traffic() == Traffic.MARKETING) {
      ahead += transactional.size();
    }
    return Math.max(0, start == Long.MIN_VALUE ? 0 : start - now) + ahead * spacing;
  }

  /** Spread by the number's spacing: those who come back are as many as it can take. */
  private void turnAway(Waiter waiter, long now) {
    long soonest = now + wait(waiter.ask(), now);
    comeBackAt = Math.min(now + LONGEST_ABSENCE, Math.max(comeBackAt, soonest) + spacing);
    waiter.fail(new ComeBackLater(Duration.ofNanos(comeBackAt - now)));
  }

  private long askAgainAt(Traffic traffic) {
    return traffic == Traffic.TRANSACTIONAL ? transactionalAt : marketingAt;
  }

  private WaitingLine line(Traffic traffic) {
    return traffic == Traffic.TRANSACTIONAL ? transactional : marketing;
  }
}
