package dev.whatsway.workers.sending;

import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.store.message.LaneMessages;
import dev.whatsway.store.message.LaneMessages.Due;
import dev.whatsway.store.message.QuietMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads once through the due messages of a lane, page by page. */
final class DuePages {

  private static final int PAGE = 500;

  private final LaneMessages messages;
  private final @Nullable QuietMessages quiet;
  private final BulkCommand lane;
  private final boolean givesUp;
  private final Deque<Due> page = new ArrayDeque<>();
  private long cursor;
  private boolean readThrough;
  private long putOff;

  /**
   * @param quiet null where there are no quiet hours
   * @param givesUp whether a message whose lost answer is overdue ends as unknown instead of coming
   *     up again
   */
  DuePages(
      LaneMessages messages, @Nullable QuietMessages quiet, BulkCommand lane, boolean givesUp) {
    this.messages = messages;
    this.quiet = quiet;
    this.lane = lane;
    this.givesUp = givesUp;
    this.cursor = lane.first();
  }

  /**
   * Returns the next message without taking it; null when there is none, or when a whole page was
   * put off or given up: then ask again, unless {@link #exhausted}.
   */
  @Nullable Due peek() {
    if (page.isEmpty() && !readThrough) {
      read();
    }
    return page.peek();
  }

  Due take() {
    return page.remove();
  }

  /** Puts a message back, to come next. */
  void again(Due message) {
    page.addFirst(message);
  }

  /** Returns how many were put off for quiet hours as they came up. */
  long putOff() {
    return putOff;
  }

  /** Returns whether every message of the lane has come up and been taken. */
  boolean exhausted() {
    return readThrough && page.isEmpty();
  }

  private void read() {
    List<Due> due = messages.due(lane.campaignId(), cursor, lane.end(), PAGE);
    readThrough = due.size() < PAGE;
    if (!due.isEmpty()) {
      cursor = due.get(due.size() - 1).ordinal() + 1;
    }
    List<UUID> givenUp = new ArrayList<>();
    for (Due message : due) {
      if (givesUp && message.answerLost()) {
        givenUp.add(message.id());
      } else {
        page.add(message);
      }
    }
    messages.giveUp(givenUp);
    if (quiet != null) {
      Set<UUID> later = quiet.putOff(page.stream().map(Due::id).toList());
      page.removeIf(message -> later.contains(message.id()));
      putOff += later.size();
    }
  }
}
