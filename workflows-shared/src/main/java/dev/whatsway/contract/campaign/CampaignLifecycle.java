package dev.whatsway.contract.campaign;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carries the workflow's decisions into PostgreSQL, where every send looks before it starts. Task
 * queue {@code campaigns}.
 */
@ActivityInterface
public interface CampaignLifecycle {

  /**
   * Stores the status. After it returns, no send of a campaign that is not {@code RUNNING} can be
   * claimed. A campaign that is to run while a stop leaves it no channel is stored as {@code
   * PAUSED} instead.
   *
   * @return the stop that keeps it from running; null where none does, and in histories from before
   *     there were stops
   */
  @Nullable StopNotice moveTo(Transition transition);

  /** Returns when no send of the campaign is in flight. Heartbeats. */
  void awaitQuiescence(UUID campaignId);

  /** Makes every queued message without an attempt in flight {@code canceled}. Heartbeats. */
  void cancelQueued(UUID campaignId);

  /**
   * Signals {@code recheck} to every message workflow that waits for a word; those whose messages
   * come again at a time of their own wake by themselves, unless their campaign was canceled.
   * Heartbeats.
   */
  void wakeHeld(UUID campaignId);

  /**
   * Checks the conservation law, planned = accepted + failed + skipped + unknown + expired +
   * canceled, and closes the campaign as completed; a breach is stored as the status reason and
   * logged as an error. A campaign with messages that Meta put off, or that quiet hours hold
   * outside of its lanes, stays open until its end, after which they are canceled; so does, for a
   * minute, one whose messages Meta may still put off by a webhook. The status then tells so.
   */
  CampaignProgress close(UUID campaignId);

  /**
   * Returns when to look again at messages that Meta put off or quiet hours hold: when the last of
   * them has come again by its own workflow, or, with tracking {@code ledger}, when the first is
   * due. Null where none waits.
   */
  @Nullable Instant lastDue(UUID campaignId);

  /**
   * Marks accepted or sent messages older than the campaign's TTL {@code expired}. Heartbeats.
   *
   * @return when to look again; null when no message can be open any more
   */
  @Nullable Instant expireOverdue(UUID campaignId);

  /**
   * A new status.
   *
   * @param reason null for none
   * @param clearsStops whether a person says that what stopped the campaign is settled: its stops
   *     are cleared, and the next refusal opens them again
   */
  record Transition(
      UUID campaignId, CampaignStatus status, @Nullable String reason, boolean clearsStops) {

    public Transition(UUID campaignId, CampaignStatus status, @Nullable String reason) {
      this(campaignId, status, reason, false);
    }
  }
}
