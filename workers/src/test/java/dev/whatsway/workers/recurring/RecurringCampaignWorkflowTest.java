package dev.whatsway.workers.recurring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.StopNotice;
import dev.whatsway.contract.recurring.RecurringCampaignWorkflow;
import dev.whatsway.contract.recurring.RecurringInput;
import dev.whatsway.contract.recurring.RecurringMaking;
import dev.whatsway.contract.recurring.RecurringMaking.Made;
import dev.whatsway.contract.recurring.RecurringMaking.Outcome;
import dev.whatsway.contract.recurring.RecurringMaking.Time;
import dev.whatsway.workers.TestBench;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecurringCampaignWorkflowTest {

  private static final Duration LENGTH = Duration.ofDays(3);
  private static final Instant NINE = Instant.parse("2026-12-01T09:00:00Z");

  private final RecurringMaking making = TestBench.standIn(RecurringMaking.class);
  private final UUID id = UUID.randomUUID();
  private final UUID campaign = UUID.randomUUID();
  private final UUID channel = UUID.randomUUID();
  private final Time time = new Time(id, NINE);
  private final Outcome made = new Outcome(new Made(campaign, channel, "spring_sale/en_US"), null);
  private final String workflowId = WorkflowIds.recurring(id) + "-2026-12-01T09:00:00Z";
  private final TestBench bench = new TestBench();

  @BeforeEach
  void start() {
    bench
        .environment()
        .registerSearchAttribute(
            RecurringCampaignWorkflow.SCHEDULED_AT.getName(),
            IndexedValueType.INDEXED_VALUE_TYPE_DATETIME);
    bench
        .workflows(TaskQueues.CAMPAIGNS, RecurringCampaignWorkflowImpl.class, PlayedCampaign.class)
        .activities(TaskQueues.CAMPAIGNS, making)
        .start();
  }

  @AfterEach
  void stop(TestInfo test) {
    bench.record(workflowId, "recurring-" + test.getTestMethod().orElseThrow().getName());
    bench.close();
  }

  @Test
  void makesTheCampaignOfItsTimeAndLivesAsLongAsIt() {
    when(making.makeCampaign(time)).thenReturn(made);
    Instant before = now();
    fire().getResult(Void.class);
    assertThat(now()).isAfterOrEqualTo(before.plus(LENGTH));
    WorkflowExecutionDescription child = describe(WorkflowIds.campaign(campaign));
    assertThat(child.getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(child.getTypedSearchAttributes().get(SearchAttributes.CAMPAIGN_ID))
        .isEqualTo(campaign.toString());
    assertThat(child.getTypedSearchAttributes().get(SearchAttributes.CHANNEL_ID))
        .isEqualTo(channel.toString());
    assertThat(child.getTypedSearchAttributes().get(SearchAttributes.TEMPLATE))
        .isEqualTo("spring_sale/en_US");
  }

  @Test
  void endsWithoutACampaignWhereNoneIsToBe() {
    when(making.makeCampaign(time)).thenReturn(new Outcome(null, "It is paused."));
    fire().getResult(Void.class);
    assertThat(bench.history(workflowId)).doesNotContain("START_CHILD_WORKFLOW");
  }

  @Test
  void asksAgainUntilTheAudienceIsThere() {
    when(making.makeCampaign(time))
        .thenThrow(ApplicationFailure.newFailure("The audience is being imported.", "TOO_EARLY"))
        .thenThrow(new IllegalStateException("PostgreSQL is away"))
        .thenReturn(made);
    fire().getResult(Void.class);
    verify(making, times(3)).makeCampaign(any());
    assertThat(describe(WorkflowIds.campaign(campaign)).getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
  }

  @Test
  void leavesACampaignThatWasLaunchedByHandAlone() {
    when(making.makeCampaign(time)).thenReturn(made);
    CampaignWorkflow launched =
        bench.stub(CampaignWorkflow.class, TaskQueues.CAMPAIGNS, WorkflowIds.campaign(campaign));
    WorkflowClient.start(launched::run, new CampaignInput(campaign));
    fire().getResult(Void.class);
    assertThat(bench.history(workflowId)).contains("START_CHILD_WORKFLOW_EXECUTION_FAILED");
  }

  @Test
  void leavesItsCampaignAloneWhenItIsCanceledByHand() {
    when(making.makeCampaign(time)).thenReturn(made);
    WorkflowStub run = fire();
    bench.environment().sleep(Duration.ofHours(1));
    run.cancel();
    assertThatThrownBy(() -> run.getResult(Void.class)).isInstanceOf(WorkflowFailedException.class);
    assertThat(run.describe().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
    assertThat(
            bench
                .client()
                .newUntypedWorkflowStub(WorkflowIds.campaign(campaign))
                .getResult(CampaignProgress.class)
                .status())
        .isEqualTo(CampaignStatus.COMPLETED);
  }

  /** As the server's schedule does it. */
  private WorkflowStub fire() {
    WorkflowStub run =
        bench
            .client()
            .newUntypedWorkflowStub(
                RecurringCampaignWorkflow.class.getSimpleName(),
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CAMPAIGNS)
                    .setWorkflowId(workflowId)
                    .setTypedSearchAttributes(
                        io.temporal.common.SearchAttributes.newBuilder()
                            .set(
                                RecurringCampaignWorkflow.SCHEDULED_AT,
                                NINE.atOffset(ZoneOffset.UTC))
                            .build())
                    .build());
    run.start(new RecurringInput(id));
    return run;
  }

  private WorkflowExecutionDescription describe(String workflow) {
    return bench.client().newUntypedWorkflowStub(workflow).describe();
  }

  private Instant now() {
    return Instant.ofEpochMilli(bench.environment().currentTimeMillis());
  }

  /** A campaign that takes three days. */
  public static final class PlayedCampaign implements CampaignWorkflow {

    @Override
    public CampaignProgress run(CampaignInput input) {
      Workflow.sleep(LENGTH);
      return progress();
    }

    @Override
    public CampaignProgress pause(CampaignCommand command) {
      return progress();
    }

    @Override
    public void validatePause(CampaignCommand command) {}

    @Override
    public CampaignProgress resume(CampaignCommand command) {
      return progress();
    }

    @Override
    public void validateResume(CampaignCommand command) {}

    @Override
    public CampaignProgress cancel(CampaignCommand command) {
      return progress();
    }

    @Override
    public void validateCancel(CampaignCommand command) {}

    @Override
    public void stopped(StopNotice notice) {}

    @Override
    public void lifted() {}

    @Override
    public void journeysEnded() {}

    @Override
    public CampaignProgress progress() {
      return new CampaignProgress(CampaignStatus.COMPLETED, null, 3, 1, 1);
    }
  }
}
