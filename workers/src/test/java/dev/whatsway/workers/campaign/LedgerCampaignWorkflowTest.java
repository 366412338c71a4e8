package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignLifecycle;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.contract.campaign.CampaignPlanning.Schedule;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.LedgerBatchWorkflow;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.workers.TestBench;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerCampaignWorkflowTest {

  private static final Queue<LedgerBatchState> STARTED = new ConcurrentLinkedQueue<>();

  private final CampaignPlanning planning = TestBench.standIn(CampaignPlanning.class);
  private final CampaignLifecycle lifecycle = TestBench.standIn(CampaignLifecycle.class);
  private final UUID id = UUID.randomUUID();
  private final TestBench bench = new TestBench();

  @BeforeEach
  void prepare() {
    STARTED.clear();
    when(planning.schedule(id))
        .thenReturn(new Schedule(null, null, false, "sale/en", new UUID(0, 1), Tracking.LEDGER));
    when(planning.plan(id)).thenReturn(new Plan(1_001, null));
    when(lifecycle.close(id))
        .thenReturn(new CampaignProgress(CampaignStatus.COMPLETED, null, 1_001, 0, 0));
    bench
        .workflows(
            TaskQueues.CAMPAIGNS,
            CampaignWorkflowImpl.class,
            LedgerExpiryWorkflowImpl.class,
            QuickLane.class)
        .activities(TaskQueues.CAMPAIGNS, planning, lifecycle)
        .start();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void startsLanesThatTheLedgerTracksAndExpiresTheirMessagesAfterItsClose() {
    Iterator<Instant> looks =
        List.of(now().plus(Duration.ofDays(30)), now().plus(Duration.ofDays(31))).iterator();
    doAnswer(call -> looks.hasNext() ? looks.next() : null).when(lifecycle).expireOverdue(id);
    CampaignWorkflow campaign =
        bench.stub(CampaignWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.campaign(id));
    assertThat(campaign.run(new CampaignInput(id)).status()).isEqualTo(CampaignStatus.COMPLETED);
    assertThat(STARTED.stream().mapToLong(lane -> lane.end() - lane.first()).sum())
        .isEqualTo(1_001);

    Instant closed = now();
    bench.client().newUntypedWorkflowStub(WorkflowIds.expiry(id)).getResult(Void.class);
    verify(lifecycle, times(3)).expireOverdue(id);
    assertThat(now()).isAfter(closed.plus(Duration.ofDays(30)));
    bench.record(WorkflowIds.campaign(id), "campaign-startsLanesThatTheLedgerTracks");
    bench.record(WorkflowIds.expiry(id), "expiry-looksUntilNoMessageCanBeOpen");
  }

  @Test
  void startsALaneAgainForWhatMetaHasPutOffOnceTheFirstIsDue() {
    Instant due = now().plus(Duration.ofHours(24));
    when(lifecycle.lastDue(id)).thenReturn(due, (Instant) null);
    when(lifecycle.close(id))
        .thenReturn(
            new CampaignProgress(CampaignStatus.RUNNING, null, 0, 0, 0),
            new CampaignProgress(CampaignStatus.RUNNING, null, 0, 0, 0),
            new CampaignProgress(CampaignStatus.COMPLETED, null, 1_001, 0, 0));
    CampaignWorkflow campaign =
        bench.stub(CampaignWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.campaign(id));
    campaign.run(new CampaignInput(id));

    assertThat(now()).isAfter(due);
    assertThat(STARTED).hasSize(5);
    LedgerBatchState again = List.copyOf(STARTED).get(4);
    assertThat(again.first()).isZero();
    assertThat(again.end()).isEqualTo(1_001);
    assertThat(again.lane()).isEqualTo(4);
    bench.record(WorkflowIds.campaign(id), "campaign-startsALaneAgain");
  }

  private Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }

  /** Ends at once. */
  public static class QuickLane implements LedgerBatchWorkflow {

    @Override
    public void run(LedgerBatchState state) {
      STARTED.add(state);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }
}
