package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignCounts;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.journey.JourneySignals;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Queued;
import dev.whatsway.store.message.LaneMessages;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class CampaignLifecycleActivities implements CampaignLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CampaignLifecycleActivities.class);
  private static final int PAGE = 100;

  /**
   * Longer than the 20 s of a call and the 20 s that its outcome's record may be retried for. The
   * next try of a send finds what a dead worker left open, but in a lane that is paused or canceled
   * there is none, and a pause or cancel would wait for that call for ever.
   */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  private final CampaignRuns campaigns;
  private final CampaignMessages messages;
  private final LaneMessages lane;
  private final CampaignCounters counters;
  private final Stops stops;
  private final JourneySignals signals;
  private final Clock clock;
  private final Duration lateRefusals;

  CampaignLifecycleActivities(
      CampaignRuns campaigns,
      CampaignMessages messages,
      LaneMessages lane,
      CampaignCounters counters,
      Stops stops,
      JourneySignals signals,
      Clock clock,
      @Value("${whatsway.campaigns.late-refusals}") Duration lateRefusals) {
    this.campaigns = campaigns;
    this.messages = messages;
    this.lane = lane;
    this.counters = counters;
    this.stops = stops;
    this.signals = signals;
    this.clock = clock;
    this.lateRefusals = lateRefusals;
  }

  @Override
  public @Nullable StopNotice moveTo(Transition transition) {
    if (transition.clearsStops()) {
      stops.clearAgainst(transition.campaignId(), "resume of campaign " + transition.campaignId());
    }
    if (transition.status() != CampaignStatus.RUNNING) {
      campaigns.moveTo(transition.campaignId(), transition.status(), transition.reason());
      return null;
    }
    LineStop stop = campaigns.run(transition.campaignId());
    return stop == null ? null : new StopNotice(stop.stopId(), stop.code(), stop.explained());
  }

  @Override
  public void awaitQuiescence(UUID campaignId) {
    Polling.until(
        () -> {
          messages.loseOverdue(campaignId, clock.instant().minus(LONGEST_CALL));
          return !messages.anyInFlight(campaignId);
        });
  }

  @Override
  public void cancelQueued(UUID campaignId) {
    cancelQueued(campaignId, "campaign-canceled");
  }

  private void cancelQueued(UUID campaignId, String reason) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    while (messages.cancelQueued(campaignId, reason, PAGE) > 0) {
      activity.heartbeat(null);
    }
  }

  @Override
  public void wakeHeld(UUID campaignId) {
    if (tracking(campaignId) == Tracking.LEDGER) {
      // Its messages have no workflows; the lanes have been told.
      return;
    }
    ActivityExecutionContext activity = Activity.getExecutionContext();
    long seen = activity.getHeartbeatDetails(Long.class).orElse(-1L);
    CampaignStatus status = campaigns.get(campaignId).status();
    if (status.closed()) {
      signals.leaveAll(campaignId, "campaign-" + status.wire(), () -> activity.heartbeat(seen));
    }
    long after = seen;
    List<Queued> held = messages.held(campaignId, after, PAGE);
    while (!held.isEmpty()) {
      for (Queued message : held) {
        wake(activity.getWorkflowClient(), message.id());
        after = message.ordinal();
        activity.heartbeat(after);
      }
      held = messages.held(campaignId, after, PAGE);
    }
  }

  @Override
  public @Nullable Instant lastDue(UUID campaignId) {
    Instant due =
        tracking(campaignId) == Tracking.LEDGER
            ? campaigns.firstDue(campaignId)
            : campaigns.lastDue(campaignId);
    if (due != null) {
      // Nobody may look again before it is sent: the next close begins a minute of its own.
      campaigns.undecided(campaignId);
    }
    return due;
  }

  private Tracking tracking(UUID campaignId) {
    return Tracking.of(campaigns.get(campaignId).tracking());
  }

  @Override
  public @Nullable Instant expireOverdue(UUID campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    Instant started = campaign.startedAt();
    Instant closed = campaign.closedAt();
    if (started == null || closed == null) {
      return null;
    }
    Instant now = clock.instant();
    sweep(campaignId, now.minus(campaign.messageTtl()));
    Instant last = closed.plus(campaign.messageTtl());
    if (!now.isBefore(last)) {
      return null;
    }
    Instant first = started.plus(campaign.messageTtl());
    Instant next = now.isBefore(first) ? first : now.plus(pause(started, closed));
    return next.isBefore(last) ? next : last;
  }

  private void sweep(UUID campaignId, Instant before) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    long after = activity.getHeartbeatDetails(Long.class).orElse(-1L);
    Optional<Long> seen = lane.expire(campaignId, after, before, PAGE);
    while (seen.isPresent()) {
      activity.heartbeat(seen.get());
      seen = lane.expire(campaignId, seen.get(), before, PAGE);
    }
  }

  /** A message expires late by at most a tenth of the campaign's length, or an hour. */
  private static Duration pause(Instant started, Instant closed) {
    Duration tenth = Duration.between(started, closed).dividedBy(10);
    return tenth.compareTo(Duration.ofHours(1)) < 0 ? Duration.ofHours(1) : tenth;
  }

  @Override
  public CampaignProgress close(UUID campaignId) {
    if (campaigns.get(campaignId).ended(clock.instant())) {
      cancelQueued(campaignId, CampaignMessages.ENDED);
      signals.leaveAll(
          campaignId, CampaignMessages.ENDED, () -> Activity.getExecutionContext().heartbeat(null));
    }
    CampaignCounts counts = counters.of(campaignId);
    @Nullable String breach = null;
    boolean waits =
        campaigns.firstDue(campaignId) != null || campaigns.peopleOnTheirWay(campaignId);
    if (!waits && !counts.conserved()) {
      breach = "The conservation law does not hold: " + counts.metrics();
      log.error("Campaign {} closes although {}", campaignId, breach);
    }
    CampaignStatus status = campaigns.close(campaignId, breach, lateRefusals);
    return new CampaignProgress(status, breach, counts.planned(), 0, 0);
  }

  private static void wake(WorkflowClient client, UUID messageId) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.message(messageId)).signal("recheck");
    } catch (WorkflowNotFoundException ended) {
      // It has ended by itself; there is nobody to wake.
      log.debug("Message workflow {} had ended before it was woken", messageId);
    }
  }
}
