package dev.whatsway.contract.campaign;

import java.util.UUID;

/**
 * What a lane carries from run to run: the cursor into the campaign's messages, never the messages.
 *
 * @param schema the shape of this record, for later versions to tell
 * @param lane counts from 0
 * @param first the ordinal of the lane's first message
 * @param next the ordinal of the next message to look at
 * @param end the ordinal after the lane's last message
 * @param pageSize messages a run, at most 500
 * @param window messages without an outcome that a lane keeps open at most
 */
public record BatchState(
    int schema,
    UUID campaignId,
    int lane,
    long first,
    long next,
    long end,
    int pageSize,
    int window,
    boolean paused,
    boolean canceled) {

  /** The shape this code writes. */
  public static final int SCHEMA = 1;

  /** Returns the state of the run after this one. */
  public BatchState after(long next, boolean paused, boolean canceled) {
    return new BatchState(
        schema, campaignId, lane, first, next, end, pageSize, window, paused, canceled);
  }
}
