package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.RecipientBatchWorkflow;
import dev.whatsway.contract.campaign.RecipientPaging;
import dev.whatsway.contract.campaign.RecipientPaging.Page;
import dev.whatsway.contract.campaign.RecipientPaging.PageCommand;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.workers.TestBench;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.mockito.InOrder;

@Timeout(60)
class RecipientBatchWorkflowTest {

  private static final Queue<UUID> STARTED = new ConcurrentLinkedQueue<>();

  private final RecipientPaging paging = TestBench.standIn(RecipientPaging.class);
  private final UUID campaign = UUID.randomUUID();
  private final TestBench bench = new TestBench();

  @BeforeEach
  void start() {
    STARTED.clear();
    when(paging.page(any())).thenAnswer(call -> page(call.getArgument(0)));
    bench
        .workflows(TaskQueues.CAMPAIGNS, RecipientBatchWorkflowImpl.class)
        .workflows(TaskQueues.MESSAGES, Delivered.class)
        .workflows(TaskQueues.JOURNEYS, Traveled.class)
        .activities(TaskQueues.CAMPAIGNS, paging)
        .start();
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(
        WorkflowIds.batch(campaign, 0), "batch-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void startsEveryMessageOfItsRangeOnceOverSeveralRuns() {
    lane(state(100, 550, false));
    ended();
    awaitStarted(450);
    assertThat(STARTED)
        .doesNotHaveDuplicates()
        .containsAll(LongStream.range(100, 550).mapToObj(n -> new UUID(9, n)).toList());
    InOrder order = inOrder(paging);
    order.verify(paging).page(new PageCommand(campaign, 100, 550, 200));
    order.verify(paging).awaitWindow(new WindowCommand(campaign, 100, 300, 50));
    order.verify(paging).page(new PageCommand(campaign, 300, 550, 200));
    order.verify(paging).awaitWindow(new WindowCommand(campaign, 100, 500, 50));
    order.verify(paging).page(new PageCommand(campaign, 500, 550, 200));
    order.verify(paging).awaitWindow(new WindowCommand(campaign, 100, 550, 0));
  }

  @Test
  void startsTheJourneysOfItsPeople() {
    Page people =
        new Page(
            List.of(),
            3,
            LongStream.range(0, 3)
                .mapToObj(n -> JourneyState.entering(campaign, new UUID(8, n), n, "plan"))
                .toList());
    doReturn(people).when(paging).page(any());
    lane(state(0, 3, false));
    ended();
    awaitStarted(3);
    assertThat(STARTED).contains(new UUID(8, 0), new UUID(8, 1), new UUID(8, 2));
  }

  @Test
  void endsAtOnceWhereItsRangeIsEmpty() {
    lane(state(5, 5, false));
    ended();
    verify(paging, never()).page(any());
  }

  @Test
  void startsNothingWhilePausedAndGoesOnAfterTheResume() {
    RecipientBatchWorkflow lane = lane(state(0, 10, true));
    lane.pause();
    assertThat(STARTED).isEmpty();
    verify(paging, never()).page(any());
    lane.resume();
    ended();
    awaitStarted(10);
  }

  @Test
  void carriesAPauseOverIntoItsNextRun() {
    CountDownLatch paused = new CountDownLatch(1);
    when(paging.page(new PageCommand(campaign, 0, 300, 200)))
        .thenAnswer(
            call -> {
              paused.await();
              return page(call.getArgument(0));
            });
    RecipientBatchWorkflow lane = lane(state(0, 300, false));
    lane.pause();
    paused.countDown();
    verify(paging, never()).page(new PageCommand(campaign, 200, 300, 200));
    lane.resume();
    ended();
    awaitStarted(300);
    assertThat(STARTED).doesNotHaveDuplicates();
  }

  @Test
  void stopsWaitingForOutcomesWhenCanceled() {
    CountDownLatch waits = new CountDownLatch(1);
    doAnswer(
            call -> {
              waits.countDown();
              new CountDownLatch(1).await();
              return null;
            })
        .when(paging)
        .awaitWindow(any());
    RecipientBatchWorkflow lane = lane(state(0, 300, false));
    await().atMost(Duration.ofSeconds(20)).until(() -> waits.getCount() == 0);
    lane.cancel();
    ended();
    awaitStarted(200);
    verify(paging, never()).page(new PageCommand(campaign, 200, 300, 200));
  }

  @Test
  void startsNothingWhenCanceledBeforeItsFirstPage() {
    RecipientBatchWorkflow lane = lane(state(0, 10, true));
    lane.cancel();
    ended();
    assertThat(STARTED).isEmpty();
  }

  private RecipientBatchWorkflow lane(BatchState state) {
    RecipientBatchWorkflow lane =
        bench.stub(
            RecipientBatchWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.batch(campaign, 0));
    WorkflowClient.start(lane::run, state);
    return bench
        .client()
        .newWorkflowStub(RecipientBatchWorkflow.class, WorkflowIds.batch(campaign, 0));
  }

  private void ended() {
    WorkflowStub stub = bench.client().newUntypedWorkflowStub(WorkflowIds.batch(campaign, 0));
    stub.getResult(Void.class);
  }

  /** A lane may end before the last of its children, which it abandons, has run a line. */
  private static void awaitStarted(int count) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(STARTED).hasSize(count));
  }

  private BatchState state(long first, long end, boolean paused) {
    return new BatchState(
        BatchState.SCHEMA, campaign, 0, first, first, end, 200, 50, paused, false);
  }

  private Page page(PageCommand command) {
    long next = Math.min(command.end(), command.next() + command.size());
    List<MessageInput> messages =
        LongStream.range(command.next(), next).mapToObj(this::message).toList();
    return new Page(messages, next);
  }

  private MessageInput message(long ordinal) {
    return new MessageInput(
        new UUID(9, ordinal),
        campaign,
        new UUID(2, 0),
        "spring_sale/en",
        Route.MARKETING_MESSAGES,
        Duration.ofDays(1),
        Duration.ofHours(1),
        UnknownPolicy.GIVE_UP,
        false);
  }

  /** A message that is through at once. */
  public static class Delivered implements MessageWorkflow {

    @WorkflowInit
    public Delivered(MessageInput input) {}

    @Override
    public MessageView deliver(MessageInput input) {
      STARTED.add(input.messageId());
      return view();
    }

    @Override
    public void events(MessageEvents events) {}

    @Override
    public void recheck() {}

    @Override
    public MessageView view() {
      return new MessageView(
          MessageStatus.READ, Route.MARKETING_MESSAGES, false, false, null, null, null);
    }
  }

  /** A journey that is over at once. */
  public static class Traveled implements JourneyWorkflow {

    @Override
    public JourneyView travel(JourneyState state) {
      STARTED.add(state.contactId());
      return view();
    }

    @Override
    public void events(JourneyEvents events) {}

    @Override
    public void recheck() {}

    @Override
    public JourneyView view() {
      return new JourneyView("plan", null, 1, null, null, null, true);
    }
  }
}
