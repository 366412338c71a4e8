package dev.whatsway.store.pacing;

import java.time.Duration;
import java.util.UUID;

/** The calendars of all numbers, which every process books from. */
interface SlotCalendar {

  /** Books at most {@code wanted} slots; fewer where the calendar is full for this traffic. */
  Slots book(UUID channelId, int wanted, Traffic traffic);

  void slowDown(UUID channelId);

  void quiet(UUID channelId, Duration duration);
}
