package dev.whatsway.workers.campaign;

import static dev.whatsway.contract.campaign.CampaignStatus.CANCELED;
import static dev.whatsway.contract.campaign.CampaignStatus.FAILED;
import static dev.whatsway.contract.campaign.CampaignStatus.MISSED;
import static dev.whatsway.contract.campaign.CampaignStatus.PAUSED;
import static dev.whatsway.contract.campaign.CampaignStatus.RUNNING;
import static dev.whatsway.contract.campaign.CampaignStatus.SCHEDULED;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignLifecycle.Transition;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.contract.campaign.CampaignPlanning.Schedule;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.LedgerExpiryWorkflow;
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One campaign: waits for its start, plans its messages, hands ranges of them to up to four lanes,
 * waits for the lanes and closes. It holds cursors, never the audience, and no message ever signals
 * it, so its history has some 40 events whether it sends to a hundred people or a million.
 *
 * <p>A stop (Meta refuses every further message of the template, number, WABA or token) pauses it
 * by signal, and the end of the stop resumes it; what a person pauses only a person resumes.
 *
 * <p>Id {@code campaign/<id>}, queue {@code campaigns}. Pause, resume and cancel are Updates that
 * answer when they have taken effect; they are carried out one at a time, and also one at a time
 * with the campaign's own steps, by a lock. What they decide is stored in PostgreSQL first, where
 * every send looks inside the transaction that claims it: that, not the signal to the lanes, is
 * what makes "after a pause no send starts" true.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class CampaignWorkflowImpl implements CampaignWorkflow {

  private static final Set<CampaignStatus> PAUSABLE = Set.of(SCHEDULED, RUNNING);
  private static final Set<CampaignStatus> RESUMABLE = Set.of(PAUSED);
  private static final Set<CampaignStatus> CANCELABLE = Set.of(SCHEDULED, RUNNING, PAUSED);

  /** Version of: a lane for what Meta put off, where messages have no workflows. */
  private static final String LANE_AGAIN = "lane-again";

  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final Duration LONGEST_LOOK = Duration.ofHours(1);
  private static final Duration LONGEST_LOOK_AT_JOURNEYS = Duration.ofDays(1);

  private final UUID campaignId;
  private final CampaignPlanning planning = CampaignStubs.planning();
  private final CampaignLifecycle lifecycle = CampaignStubs.lifecycle();
  private final WorkflowLock lock = Workflow.newWorkflowLock();
  private final Lanes lanes;
  private CampaignStatus status = SCHEDULED;
  private @Nullable String reason;
  private boolean begun;
  private boolean pausedByStop;
  private int journeysEnded;
  private long planned;

  /** Builds all state: an Update may be handled before {@code run} has run a line. */
  @WorkflowInit
  public CampaignWorkflowImpl(CampaignInput input) {
    campaignId = input.campaignId();
    lanes = new Lanes(campaignId);
  }

  @Override
  public CampaignProgress run(CampaignInput input) {
    try {
      carryOut();
    } catch (TemporalFailure failure) {
      if (!Waits.isCancellation(failure)) {
        throw failure;
      }
      // An operator canceled the workflow itself: the same end as by the API.
      Workflow.newDetachedCancellationScope(this::endCanceled).run();
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    return progress();
  }

  @Override
  public CampaignProgress pause(CampaignCommand command) {
    return locked(
        () -> {
          requirePausable();
          move(PAUSED, command.reason());
          lanes.signal(RecipientBatchWorkflow::pause);
          lifecycle.awaitQuiescence(campaignId);
        });
  }

  @Override
  public CampaignProgress resume(CampaignCommand command) {
    return locked(
        () -> {
          require(RESUMABLE, "resumed");
          goOn(true);
        });
  }

  @Override
  public void stopped(StopNotice notice) {
    unlessCanceled(
        () -> {
          if (status != RUNNING) {
            return;
          }
          // PostgreSQL decides: the stop may have been cleared since this was sent.
          move(RUNNING, null);
          if (status == PAUSED) {
            lanes.signal(RecipientBatchWorkflow::pause);
          }
        });
  }

  @Override
  public void lifted() {
    unlessCanceled(
        () -> {
          if (pausedByStop) {
            goOn(false);
          }
        });
  }

  @Override
  public void journeysEnded() {
    journeysEnded++;
  }

  @Override
  public CampaignProgress cancel(CampaignCommand command) {
    return locked(
        () -> {
          require(CANCELABLE, "canceled");
          cancelAll(command.reason());
        });
  }

  @Override
  public void validatePause(CampaignCommand command) {
    requirePausable();
  }

  @Override
  public void validateResume(CampaignCommand command) {
    require(RESUMABLE, "resumed");
  }

  @Override
  public void validateCancel(CampaignCommand command) {
    require(CANCELABLE, "canceled");
  }

  @Override
  public CampaignProgress progress() {
    return new CampaignProgress(status, reason, planned, lanes.started(), lanes.ended());
  }

  private void carryOut() {
    Schedule schedule = planning.schedule(campaignId);
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.CAMPAIGN_ID.valueSet(campaignId.toString()),
        SearchAttributes.CHANNEL_ID.valueSet(schedule.channelId().toString()),
        SearchAttributes.TEMPLATE.valueSet(schedule.template()));
    begin(schedule);
    if (status.closed()) {
      return;
    }
    @Nullable Plan plan = plan();
    if (plan == null) {
      return;
    }
    locked(() -> startLanes(plan, schedule));
    Workflow.await(lanes::allEnded);
    int seen = journeysEnded;
    locked(this::close);
    for (Duration pause = FIRST_LOOK; !status.closed(); pause = longer(pause, schedule)) {
      sendPutOff(pause, schedule, seen);
      seen = journeysEnded;
      locked(this::close);
    }
    if (schedule.tracking() == Tracking.LEDGER) {
      startExpiry();
    }
  }

  /**
   * Its lanes are done; what is left are messages that Meta put off or may put off. Those with a
   * workflow have a timer of their own, the others need a lane again.
   */
  private void sendPutOff(Duration atLeast, Schedule schedule, int seen) {
    @Nullable Instant due = lifecycle.lastDue(campaignId);
    awaitPutOff(due, atLeast, schedule, seen);
    if (due != null
        && schedule.tracking() == Tracking.LEDGER
        && Workflow.getVersion(LANE_AGAIN, Workflow.DEFAULT_VERSION, 1) >= 1) {
      locked(
          () -> {
            if (!status.closed()) {
              lanes.startAgain(planned, schedule, status == PAUSED);
            }
          });
      Workflow.await(lanes::allEnded);
    }
  }

  private void awaitPutOff(@Nullable Instant due, Duration atLeast, Schedule schedule, int seen) {
    Duration wait = due == null ? atLeast : Duration.between(Waits.now(), due);
    Waits.until(
        () -> status.closed() || journeysEnded != seen,
        wait.compareTo(atLeast) < 0 ? atLeast : wait,
        due == null
            ? waitsFor(schedule)
            : "Waits for messages that Meta put off (131049) or quiet hours hold");
  }

  private static String waitsFor(Schedule schedule) {
    return hasJourney(schedule)
        ? "Waits for the people on their journeys"
        : "Waits for refusals that webhooks may still tell (131049)";
  }

  private static boolean hasJourney(Schedule schedule) {
    return Boolean.TRUE.equals(schedule.journey());
  }

  /** Journeys last for months, and whoever leaves last wakes the campaign. */
  private static Duration longer(Duration pause, Schedule schedule) {
    Duration twice = pause.multipliedBy(2);
    Duration longest = hasJourney(schedule) ? LONGEST_LOOK_AT_JOURNEYS : LONGEST_LOOK;
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  /** It outlives the campaign, which ends with its last send. */
  private void startExpiry() {
    LedgerExpiryWorkflow expiry =
        Workflow.newChildWorkflowStub(
            LedgerExpiryWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.expiry(campaignId))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("Waits for the TTL of the campaign's messages")
                .build());
    Async.procedure(expiry::run, new CampaignInput(campaignId));
    Workflow.getWorkflowExecution(expiry).get();
  }

  private void begin(Schedule schedule) {
    while (!begun && !status.closed()) {
      awaitStart(schedule);
      locked(() -> beginUnlessStopped(schedule));
    }
  }

  private void awaitStart(Schedule schedule) {
    if (schedule.startAt() != null) {
      Duration early = Duration.between(Waits.now(), schedule.startAt());
      // Not status::closed, which would ask the status of this moment for ever.
      Waits.until(() -> status.closed(), early, "Waits for the start at " + schedule.startAt());
    }
    Workflow.await(() -> status != PAUSED);
  }

  private void beginUnlessStopped(Schedule schedule) {
    if (status != SCHEDULED) {
      return;
    }
    Instant startBy = schedule.startBy();
    if (startBy != null && schedule.skipWhenLate() && Waits.now().isAfter(startBy)) {
      move(MISSED, "could not start before " + startBy);
      return;
    }
    move(RUNNING, null);
    begun = status == RUNNING;
  }

  /** Returns null when the campaign was canceled meanwhile. */
  private @Nullable Plan plan() {
    return Waits.unless(
        () -> status.closed(),
        "the campaign was canceled",
        () -> Async.function(planning::plan, campaignId));
  }

  private void startLanes(Plan plan, Schedule schedule) {
    planned = plan.planned();
    if (status.closed()) {
      return;
    }
    if (plan.problem() != null) {
      move(FAILED, plan.problem());
      return;
    }
    lanes.start(planned, schedule, status == PAUSED);
  }

  private void close() {
    if (status.closed()) {
      return;
    }
    CampaignProgress progress = lifecycle.close(campaignId);
    if (progress.status().closed()) {
      status = progress.status();
      reason = progress.reason();
    }
  }

  private void endCanceled() {
    locked(
        () -> {
          if (!status.closed()) {
            cancelAll("its workflow was canceled");
          }
        });
    Workflow.await(lanes::allEnded);
  }

  private void cancelAll(@Nullable String why) {
    move(CANCELED, why);
    lanes.signal(RecipientBatchWorkflow::cancel);
    lifecycle.awaitQuiescence(campaignId);
    lifecycle.cancelQueued(campaignId);
    lifecycle.wakeHeld(campaignId);
  }

  /** Resumes; PostgreSQL has the last word, where a stop may stand that nobody has told yet. */
  private void goOn(boolean clearsStops) {
    move(new Transition(campaignId, begun ? RUNNING : SCHEDULED, null, clearsStops));
    if (status != PAUSED) {
      lanes.signal(RecipientBatchWorkflow::resume);
      lifecycle.wakeHeld(campaignId);
    }
  }

  private void move(CampaignStatus to, @Nullable String why) {
    move(new Transition(campaignId, to, why));
  }

  private void move(Transition transition) {
    @Nullable StopNotice stop = lifecycle.moveTo(transition);
    pausedByStop = stop != null;
    status = stop == null ? transition.status() : PAUSED;
    reason = stop == null ? transition.reason() : stop.reason();
    Workflow.setCurrentDetails("**" + status.wire() + "**" + (reason == null ? "" : ": " + reason));
  }

  /** A signal that comes while the workflow is canceled must not fail it. */
  private void unlessCanceled(Runnable step) {
    try {
      locked(step);
    } catch (TemporalFailure failure) {
      if (!Waits.isCancellation(failure)) {
        throw failure;
      }
    }
  }

  private CampaignProgress locked(Runnable step) {
    lock.lock();
    try {
      step.run();
      return progress();
    } finally {
      lock.unlock();
    }
  }

  private void require(Set<CampaignStatus> allowed, String participle) {
    if (!allowed.contains(status)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "A campaign that is " + status.wire() + " cannot be " + participle + ".", INVALID_STATE);
    }
  }

  /** A person may take over a pause that a stop made: then only a person ends it. */
  private void requirePausable() {
    if (!pausedByStop) {
      require(PAUSABLE, "paused");
    }
  }
}
