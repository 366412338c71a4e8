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
   * claimed.
   */
  void moveTo(Transition transition);

  /** Returns when no send of the campaign is in flight. Heartbeats. */
  void awaitQuiescence(UUID campaignId);

  /** Makes every queued message without an attempt in flight {@code canceled}. Heartbeats. */
  void cancelQueued(UUID campaignId);

  /**
   * Signals {@code recheck} to every message workflow that waits with its message still queued.
   * Heartbeats.
   */
  void wakeHeld(UUID campaignId);

  /**
   * Checks the conservation law, planned = accepted + failed + skipped + unknown + expired +
   * canceled, and closes the campaign as completed; a breach is stored as the status reason and
   * logged as an error.
   */
  CampaignProgress close(UUID campaignId);

  /**
   * Marks accepted or sent messages older than the campaign's TTL {@code expired}. Heartbeats.
   *
   * @return when to look again; null when no message can be open any more
   */
  @Nullable Instant expireOverdue(UUID campaignId);

  /** A new status and its reason, null for none. */
  record Transition(UUID campaignId, CampaignStatus status, @Nullable String reason) {}
}
