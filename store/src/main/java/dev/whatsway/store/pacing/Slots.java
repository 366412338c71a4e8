package dev.whatsway.store.pacing;

import java.time.Duration;

/**
 * Slots that were booked in a row. Times are distances from the answer, not times of day: the
 * database's clock and this machine's need not agree.
 *
 * @param count 0 where none could be had
 * @param firstIn until the first slot; without slots, until it makes sense to ask again
 * @param spacing between two slots
 */
public record Slots(int count, Duration firstIn, Duration spacing) {}
