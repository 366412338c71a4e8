package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.BulkSending;
import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.BulkSending.Remaining;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.LedgerBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.workers.TestBench;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerBatchWorkflowTest {

  private static final BulkResult NOTHING = new BulkResult(Remaining.NOTHING, 0, null);
  private static final BulkResult MORE = new BulkResult(Remaining.MORE, 10_000, null);

  private final BulkSending sending = TestBench.standIn(BulkSending.class);
  private final RecipientPaging paging = TestBench.standIn(RecipientPaging.class);
  private final UUID campaign = UUID.randomUUID();
  private final BulkCommand command = new BulkCommand(campaign, 0, 30_000);
  private final TestBench bench = new TestBench();

  @BeforeEach
  void start() {
    doAnswer(call -> forever()).when(paging).awaitWindow(any());
    bench
        .workflows(TaskQueues.CAMPAIGNS, LedgerBatchWorkflowImpl.class)
        .activities(TaskQueues.CAMPAIGNS, paging)
        .activities(TaskQueues.BULK, sending)
        .start();
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(
        WorkflowIds.batch(campaign, 0), "ledger-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void sendsUntilNothingIsLeft() {
    when(sending.send(command)).thenReturn(MORE, MORE, NOTHING);
    lane(false);
    ended();
    verify(sending, times(3)).send(command);
  }

  @Test
  void sleepsUntilTheNextMessageIsDue() {
    // In real time: the test server skips none while an activity, here the watch, is running.
    Instant due = now().plusSeconds(2);
    when(sending.send(command))
        .thenReturn(new BulkResult(Remaining.LATER, 10, due))
        .thenAnswer(
            call -> {
              assertThat(now()).isAfterOrEqualTo(due);
              return NOTHING;
            });
    lane(false);
    ended();
    assertThat(now()).isAfterOrEqualTo(due);
  }

  @Test
  void sleepsThroughQuietHoursWithoutWatchingForWebhooks() {
    // Hours pass at once: the test server skips time where no activity is running.
    Instant due = now().plus(Duration.ofHours(10));
    when(sending.send(command))
        .thenReturn(new BulkResult(Remaining.LATER, 10, due, true))
        .thenAnswer(
            call -> {
              assertThat(now()).isAfterOrEqualTo(due);
              return NOTHING;
            });
    lane(false);
    ended();
    verify(paging, never()).awaitWindow(any());
  }

  @Test
  void looksAgainAsSoonAsWebhooksHaveSettledWhatItWaitsFor() {
    doAnswer(call -> null).when(paging).awaitWindow(any());
    Instant due = now().plus(Duration.ofDays(20));
    when(sending.send(command))
        .thenReturn(new BulkResult(Remaining.LATER, 10, due))
        .thenReturn(NOTHING);
    lane(false);
    ended();
    assertThat(now()).isBefore(due);
  }

  @Test
  void sendsNothingWhilePausedAndGoesOnAfterTheResume() {
    when(sending.send(command)).thenReturn(NOTHING);
    LedgerBatchWorkflow lane = lane(true);
    verify(sending, never()).send(any());
    lane.resume();
    ended();
    verify(sending).send(command);
  }

  @Test
  void looksAgainAfterItWasHeldWithoutAPause() {
    when(sending.send(command))
        .thenReturn(new BulkResult(Remaining.HELD, 3, null))
        .thenReturn(NOTHING);
    lane(false);
    ended();
    verify(sending, times(2)).send(command);
  }

  @Test
  void endsWhenCanceledInTheMiddleOfASend() {
    CountDownLatch sends = new CountDownLatch(1);
    when(sending.send(command))
        .thenAnswer(
            call -> {
              sends.countDown();
              return forever();
            });
    LedgerBatchWorkflow lane = lane(false);
    await().atMost(Duration.ofSeconds(20)).until(() -> sends.getCount() == 0);
    lane.cancel();
    ended();
    verify(sending).send(any());
  }

  private static BulkResult forever() throws InterruptedException {
    new CountDownLatch(1).await();
    throw new AssertionError("unreachable");
  }

  private LedgerBatchWorkflow lane(boolean paused) {
    String id = WorkflowIds.batch(campaign, 0);
    LedgerBatchWorkflow lane = bench.stub(LedgerBatchWorkflow.class, TaskQueues.CAMPAIGNS, id);
    WorkflowClient.start(
        lane::run,
        new LedgerBatchState(LedgerBatchState.SCHEMA, campaign, 0, 0, 30_000, paused, false));
    return bench.client().newWorkflowStub(LedgerBatchWorkflow.class, id);
  }

  private void ended() {
    bench.client().newUntypedWorkflowStub(WorkflowIds.batch(campaign, 0)).getResult(Void.class);
  }

  private Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }
}
