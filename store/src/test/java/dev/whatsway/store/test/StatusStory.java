package dev.whatsway.store.test;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What Meta may tell of one accepted message, and where that ends: sent, delivered and read up to
 * some point, or a failure before any delivery; with or without a click and a reply.
 *
 * @param deciding the event that decides the end
 */
public record StatusStory(
    List<MessageEvent> events, MessageEvent deciding, boolean clicked, boolean replied) {

  private static final Instant ACCEPTED = Instant.parse("2026-11-23T10:00:00Z");
  private static final List<Kind> STEPS = List.of(Kind.SENT, Kind.DELIVERED, Kind.READ);
  private static final int MOST_COPIES = 4;

  /** Draws one of the ways a message may go. */
  public static StatusStory draw(Random random) {
    List<MessageEvent> events = new ArrayList<>();
    boolean fails = random.nextInt(4) == 0;
    int steps = fails ? random.nextInt(2) : 1 + random.nextInt(3);
    for (int step = 0; step < steps; step++) {
      events.add(event(STEPS.get(step), step));
    }
    if (fails) {
      events.add(new MessageEvent(Kind.FAILED, at(3), new Failure(131026, "Undeliverable", null)));
    }
    MessageEvent deciding = events.get(events.size() - 1);
    boolean clicked = !fails && random.nextInt(3) == 0;
    boolean replied = !fails && random.nextInt(3) == 0;
    if (clicked) {
      events.add(event(Kind.CLICKED, 4));
    }
    if (replied) {
      events.add(event(Kind.REPLIED, 5));
    }
    return new StatusStory(List.copyOf(events), deciding, clicked, replied);
  }

  /** Returns the status that the message ends with, whatever becomes of the webhooks' order. */
  public MessageStatus end() {
    return switch (deciding.kind()) {
      case SENT -> MessageStatus.SENT;
      case DELIVERED -> MessageStatus.DELIVERED;
      case READ -> MessageStatus.READ;
      case FAILED -> MessageStatus.FAILED;
      case ACCEPTED, CLICKED, REPLIED -> throw new IllegalStateException(deciding.toString());
    };
  }

  /**
   * Returns the events as they may arrive: in any order, each up to four times, and any lost but
   * the deciding one, a click and a reply.
   */
  public List<MessageEvent> arriving(Random random) {
    List<MessageEvent> arriving = new ArrayList<>();
    for (MessageEvent event : events) {
      boolean kept =
          event.equals(deciding) || event.kind() == Kind.CLICKED || event.kind() == Kind.REPLIED;
      int copies = (kept ? 1 : 0) + random.nextInt(MOST_COPIES);
      for (int copy = 0; copy < copies; copy++) {
        arriving.add(event);
      }
    }
    Collections.shuffle(arriving, random);
    return arriving;
  }

  private static MessageEvent event(Kind kind, int second) {
    return new MessageEvent(kind, at(second), null);
  }

  private static Instant at(int second) {
    return ACCEPTED.plusSeconds(second);
  }
}
