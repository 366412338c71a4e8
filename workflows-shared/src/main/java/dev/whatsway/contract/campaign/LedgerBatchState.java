package dev.whatsway.contract.campaign;

import java.util.UUID;

/**
 * What a lane tracked by the ledger carries from run to run. It has no cursor: which of its
 * messages are still to be sent, and when, is in their rows.
 *
 * @param schema the shape of this record, for later versions to tell
 * @param lane counts from 0
 * @param first the ordinal of the lane's first message
 * @param end the ordinal after the lane's last message
 */
public record LedgerBatchState(
    int schema, UUID campaignId, int lane, long first, long end, boolean paused, boolean canceled) {

  /** The shape this code writes. */
  public static final int SCHEMA = 1;

  /** Returns the state of the run after this one. */
  public LedgerBatchState after(boolean paused, boolean canceled) {
    return new LedgerBatchState(schema, campaignId, lane, first, end, paused, canceled);
  }
}
