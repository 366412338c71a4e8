package dev.whatsway.workers.campaign;

import static dev.whatsway.contract.campaign.CampaignStatus.CANCELED;
import static dev.whatsway.contract.campaign.CampaignStatus.COMPLETED;
import static dev.whatsway.contract.campaign.CampaignStatus.FAILED;
import static dev.whatsway.contract.campaign.CampaignStatus.MISSED;
import static dev.whatsway.contract.campaign.CampaignStatus.PAUSED;
import static dev.whatsway.contract.campaign.CampaignStatus.RUNNING;
import static dev.whatsway.contract.campaign.CampaignStatus.SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.BatchState;
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
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.workers.TestBench;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.mockito.InOrder;

@Timeout(60)
class CampaignWorkflowTest {

  private static final CampaignCommand NO_REASON = new CampaignCommand(null);

  /** A set, because a stand-in that is replayed starts once more. */
  private static final Set<BatchState> STARTED = ConcurrentHashMap.newKeySet();

  private final CampaignPlanning planning = TestBench.standIn(CampaignPlanning.class);
  private final CampaignLifecycle lifecycle = TestBench.standIn(CampaignLifecycle.class);
  private static final StopNotice STOP =
      new StopNotice(new UUID(0, 9), 132015, "The template is paused. Wait.");

  private final UUID id = UUID.randomUUID();
  private final Transition run = new Transition(id, RUNNING, null);
  private TestBench bench = new TestBench();

  @BeforeEach
  void prepare() {
    STARTED.clear();
    when(lifecycle.close(id)).thenReturn(new CampaignProgress(COMPLETED, null, 0, 0, 0));
    bench.activities(TaskQueues.CAMPAIGNS, planning, lifecycle);
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(
        WorkflowIds.campaign(id), "campaign-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void plansStartsItsLanesAndCloses() {
    CampaignWorkflow campaign = launch(QuickLane.class, at(null), new Plan(1_001, null));
    CampaignProgress progress = result();
    assertThat(progress).isEqualTo(new CampaignProgress(COMPLETED, null, 1_001, 4, 4));
    assertThat(campaign.progress()).isEqualTo(progress);
    assertThat(STARTED).hasSize(4);
    assertThat(STARTED.stream().mapToLong(lane -> lane.end() - lane.first()).sum())
        .isEqualTo(1_001);
    assertThat(STARTED.stream().map(BatchState::first)).contains(0L, 250L, 500L, 750L);
    InOrder order = inOrder(lifecycle, planning);
    order.verify(planning).schedule(id);
    order.verify(lifecycle).moveTo(new Transition(id, RUNNING, null));
    order.verify(planning).plan(id);
    order.verify(lifecycle).close(id);
  }

  @Test
  void startsOneLaneForAFew() {
    launch(QuickLane.class, at(null), new Plan(7, null));
    assertThat(result().lanes()).isEqualTo(1);
  }

  @Test
  void closesACampaignForNobody() {
    launch(QuickLane.class, at(null), new Plan(0, null));
    assertThat(result()).isEqualTo(new CampaignProgress(COMPLETED, null, 0, 0, 0));
  }

  @Test
  void waitsForItsStartInWhateverZone() {
    Instant start = ZonedDateTime.parse("2031-03-30T02:30:00+13:45[Pacific/Chatham]").toInstant();
    launch(QuickLane.class, at(start), new Plan(7, null));
    assertThat(result().status()).isEqualTo(COMPLETED);
    assertThat(bench.environment().currentTimeMillis())
        .isGreaterThanOrEqualTo(start.toEpochMilli());
  }

  @Test
  void isCanceledWhileItWaits() {
    stopTheClock();
    CampaignWorkflow campaign = launch(QuickLane.class, at(tomorrow()), new Plan(7, null));
    campaign.cancel(new CampaignCommand("mistake"));
    assertThat(result()).isEqualTo(new CampaignProgress(CANCELED, "mistake", 0, 0, 0));
    verify(planning, never()).plan(any());
  }

  @Test
  void goesBackToScheduledAfterAPauseBeforeItsStart() {
    stopTheClock();
    Instant start = now().plusSeconds(5);
    CampaignWorkflow campaign = launch(QuickLane.class, at(start), new Plan(7, null));
    assertThat(campaign.pause(NO_REASON).status()).isEqualTo(PAUSED);
    assertThat(campaign.resume(NO_REASON).status()).isEqualTo(SCHEDULED);
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void staysPausedWhenItsStartPasses() {
    stopTheClock();
    Instant start = now().plusSeconds(2);
    CampaignWorkflow campaign = launch(QuickLane.class, at(start), new Plan(7, null));
    campaign.pause(NO_REASON);
    await().until(() -> now().isAfter(start.plusMillis(500)));
    assertThat(campaign.progress().status()).isEqualTo(PAUSED);
    verify(planning, never()).plan(any());
    campaign.resume(NO_REASON);
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void isMissedWhenItsLatestStartHasPassed() {
    Instant start = Instant.parse("2020-01-01T00:00:00Z");
    launch(
        QuickLane.class,
        new Schedule(start, start.plusSeconds(60), true, "sale/en", new UUID(0, 1), null),
        new Plan(7, null));
    assertThat(result().status()).isEqualTo(MISSED);
    verify(planning, never()).plan(any());
  }

  @Test
  void startsLateWhereThePolicyIsToSend() {
    Instant start = Instant.parse("2020-01-01T00:00:00Z");
    launch(
        QuickLane.class,
        new Schedule(start, start.plusSeconds(60), false, "sale/en", new UUID(0, 1), null),
        new Plan(7, null));
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void failsWithTheProblemOfItsPlan() {
    launch(QuickLane.class, at(null), new Plan(0, "Template sale/en is PAUSED, not APPROVED."));
    assertThat(result().status()).isEqualTo(FAILED);
    verify(lifecycle)
        .moveTo(new Transition(id, FAILED, "Template sale/en is PAUSED, not APPROVED."));
    assertThat(STARTED).isEmpty();
  }

  @Test
  void staysOpenForMessagesThatMetaPutOff() {
    Instant due = tomorrow();
    when(lifecycle.lastDue(id)).thenReturn(due, (Instant) null);
    CampaignProgress open = new CampaignProgress(RUNNING, null, 0, 0, 0);
    when(lifecycle.close(id))
        .thenReturn(open, open, new CampaignProgress(COMPLETED, null, 0, 0, 0));
    launch(QuickLane.class, at(null), new Plan(7, null));
    assertThat(result().status()).isEqualTo(COMPLETED);
    verify(lifecycle, times(3)).close(id);
    assertThat(bench.environment().currentTimeMillis()).isGreaterThanOrEqualTo(due.toEpochMilli());
  }

  @Test
  void staysOpenUntilTheLastHasLeftItsJourney() {
    CampaignProgress open = new CampaignProgress(RUNNING, null, 0, 0, 0);
    when(lifecycle.close(id)).thenReturn(open, new CampaignProgress(COMPLETED, null, 0, 0, 0));
    CampaignWorkflow campaign = launch(QuickLane.class, journey(), new Plan(7, null));
    await().untilAsserted(() -> verify(lifecycle, times(1)).close(id));
    campaign.journeysEnded();
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  private Schedule journey() {
    Schedule plain = at(null);
    return new Schedule(
        null, null, false, plain.template(), plain.channelId(), plain.tracking(), true);
  }

  @Test
  void pausesThenResumesItsLanes() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    assertThat(campaign.pause(new CampaignCommand("lunch")))
        .isEqualTo(new CampaignProgress(PAUSED, "lunch", 300, 3, 0));
    InOrder order = inOrder(lifecycle);
    order.verify(lifecycle).moveTo(new Transition(id, PAUSED, "lunch"));
    order.verify(lifecycle).awaitQuiescence(id);
    assertRefused(() -> campaign.pause(NO_REASON));
    assertThat(campaign.resume(NO_REASON).status()).isEqualTo(RUNNING);
    order.verify(lifecycle).moveTo(new Transition(id, RUNNING, null, true));
    order.verify(lifecycle).wakeHeld(id);
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void pausesByAStopAndResumesWhenItIsLifted() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    meetsAStop();
    campaign.stopped(STOP);
    awaitStatus(campaign, PAUSED);
    assertThat(campaign.progress().reason()).isEqualTo(STOP.reason());

    campaign.lifted();
    await().untilAsserted(() -> verify(lifecycle, times(3)).moveTo(run));
    assertThat(campaign.progress().status()).as("another stop stands still").isEqualTo(PAUSED);

    isOpenAgain();
    campaign.lifted();
    assertThat(result().status()).isEqualTo(COMPLETED);
    verify(lifecycle).wakeHeld(id);
  }

  @Test
  void staysPausedByAPersonWhenAStopIsLifted() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    campaign.pause(new CampaignCommand("lunch"));
    campaign.stopped(STOP);
    campaign.lifted();
    assertThat(campaign.progress()).isEqualTo(new CampaignProgress(PAUSED, "lunch", 300, 3, 0));
    campaign.resume(NO_REASON);
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void keepsThePauseThatAPersonTookOverFromAStop() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    meetsAStop();
    campaign.stopped(STOP);
    awaitStatus(campaign, PAUSED);
    campaign.pause(new CampaignCommand("mine now"));
    isOpenAgain();
    campaign.lifted();
    assertThat(campaign.progress().reason()).isEqualTo("mine now");
    assertThat(campaign.cancel(NO_REASON).status()).isEqualTo(CANCELED);
    assertThat(result().status()).isEqualTo(CANCELED);
  }

  @Test
  void clearsItsStopsWhenAPersonResumesIt() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    meetsAStop();
    campaign.stopped(STOP);
    awaitStatus(campaign, PAUSED);
    assertThat(campaign.resume(NO_REASON).status()).isEqualTo(RUNNING);
    verify(lifecycle).moveTo(new Transition(id, RUNNING, null, true));
    assertThat(result().status()).isEqualTo(COMPLETED);
  }

  @Test
  void goesOnWhereTheStopWasClearedBeforeItsWordCame() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    campaign.stopped(STOP);
    await().untilAsserted(() -> verify(lifecycle, times(2)).moveTo(run));
    assertThat(campaign.progress().status()).isEqualTo(RUNNING);
    campaign.cancel(NO_REASON);
  }

  @Test
  void waitsForAStopToBeLiftedBeforeItStarts() {
    meetsAStop();
    CampaignWorkflow campaign = launch(QuickLane.class, at(null), new Plan(7, null));
    awaitStatus(campaign, PAUSED);
    verify(planning, never()).plan(any());
    isOpenAgain();
    campaign.lifted();
    assertThat(result().status()).isEqualTo(COMPLETED);
    verify(lifecycle).moveTo(new Transition(id, SCHEDULED, null));
  }

  @Test
  void staysCanceledWhenAStopComesAndGoes() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    meetsAStop();
    campaign.stopped(STOP);
    awaitStatus(campaign, PAUSED);
    campaign.cancel(new CampaignCommand("enough"));
    assertThat(result()).isEqualTo(new CampaignProgress(CANCELED, "enough", 300, 3, 3));
  }

  @Test
  void cancelsItsLanesAndWhatWasNotSent() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    assertThat(campaign.cancel(new CampaignCommand("mistake")).status()).isEqualTo(CANCELED);
    assertThat(result()).isEqualTo(new CampaignProgress(CANCELED, "mistake", 300, 3, 3));
    InOrder order = inOrder(lifecycle);
    order.verify(lifecycle).moveTo(new Transition(id, CANCELED, "mistake"));
    order.verify(lifecycle).awaitQuiescence(id);
    order.verify(lifecycle).cancelQueued(id);
    order.verify(lifecycle).wakeHeld(id);
    verify(lifecycle, never()).close(any());
  }

  @Test
  void endsLikeACancelWhenItsWorkflowIsCanceled() {
    launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    bench.client().newUntypedWorkflowStub(WorkflowIds.campaign(id)).cancel();
    assertThatThrownBy(this::result).hasRootCauseInstanceOf(CanceledFailure.class);
    verify(lifecycle).cancelQueued(id);
  }

  @Test
  void refusesCommandsThatMakeNoSense() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(300, null));
    awaitLanes(3);
    assertRefused(() -> campaign.resume(NO_REASON));
  }

  @Test
  void carriesOutCommandsOneAtATime() {
    CampaignWorkflow campaign = launch(WaitingLane.class, at(null), new Plan(100, null));
    awaitLanes(1);
    campaign.pause(NO_REASON);
    campaign.cancel(NO_REASON);
    assertThat(result().status()).isEqualTo(CANCELED);
    InOrder order = inOrder(lifecycle);
    order.verify(lifecycle).moveTo(new Transition(id, PAUSED, null));
    order.verify(lifecycle).awaitQuiescence(id);
    order.verify(lifecycle).moveTo(new Transition(id, CANCELED, null));
  }

  private void meetsAStop() {
    when(lifecycle.moveTo(run)).thenReturn(STOP);
  }

  private void isOpenAgain() {
    when(lifecycle.moveTo(run)).thenReturn(null);
  }

  private void awaitStatus(CampaignWorkflow campaign, CampaignStatus status) {
    await().atMost(Duration.ofSeconds(20)).until(() -> campaign.progress().status() == status);
  }

  private void assertRefused(Runnable command) {
    assertThatThrownBy(command::run)
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("cannot be");
  }

  private void awaitLanes(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> STARTED.size() == count);
  }

  /** Without it, time skips to the campaign's start while a test waits for an Update. */
  private void stopTheClock() {
    bench.close();
    bench = TestBench.inRealTime();
    bench.activities(TaskQueues.CAMPAIGNS, planning, lifecycle);
  }

  private Instant tomorrow() {
    return now().plus(Duration.ofDays(1));
  }

  private Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }

  private static Schedule at(@Nullable Instant start) {
    return new Schedule(start, null, false, "sale/en", new UUID(0, 1), null);
  }

  private CampaignWorkflow launch(Class<?> lane, Schedule schedule, Plan plan) {
    when(planning.schedule(id)).thenReturn(schedule);
    when(planning.plan(id)).thenReturn(plan);
    bench.workflows(TaskQueues.CAMPAIGNS, CampaignWorkflowImpl.class, lane).start();
    CampaignWorkflow campaign =
        bench.stub(CampaignWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.campaign(id));
    WorkflowClient.start(campaign::run, new CampaignInput(id));
    return campaign;
  }

  private CampaignProgress result() {
    return bench
        .client()
        .newUntypedWorkflowStub(WorkflowIds.campaign(id))
        .getResult(CampaignProgress.class);
  }

  /** Ends at once. */
  public static class QuickLane implements RecipientBatchWorkflow {

    @Override
    public void run(BatchState state) {
      STARTED.add(state);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }

  /** Waits for a resume or a cancel. */
  public static class WaitingLane implements RecipientBatchWorkflow {

    private boolean ended;

    @WorkflowInit
    public WaitingLane(BatchState state) {}

    @Override
    public void run(BatchState state) {
      STARTED.add(state);
      Workflow.await(() -> ended);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {
      ended = true;
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
