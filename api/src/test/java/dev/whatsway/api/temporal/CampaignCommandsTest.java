package dev.whatsway.api.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.StopNotice;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against Temporal's in-memory server, with a stand-in for the campaign's workflow. */
@Timeout(60)
class CampaignCommandsTest {

  private final UUID id = UUID.randomUUID();
  private final TemporalCalls calls =
      new TemporalCalls(new TemporalSettings("127.0.0.1:7233", "default", "http://ui.test"));
  private TestWorkflowEnvironment temporal;
  private CampaignCommands commands;

  @BeforeEach
  void start() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadConversion.dataConverter())
                    .build());
    SearchAttributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    temporal
        .newWorker(TaskQueues.CAMPAIGNS)
        .registerWorkflowImplementationTypes(PlayedCampaign.class);
    temporal.start();
    commands = new CampaignCommands(temporal.getWorkflowClient(), calls);
  }

  @AfterEach
  void stop() {
    temporal.close();
    calls.close();
  }

  @Test
  void a_campaign_is_started_once_with_what_an_operator_searches_by() {
    CampaignCommands.Launch launch = launch();

    assertThat(commands.start(launch)).isTrue();
    assertThat(commands.start(launch)).isTrue();

    WorkflowExecutionDescription workflow =
        temporal.getWorkflowClient().newUntypedWorkflowStub(WorkflowIds.campaign(id)).describe();
    assertThat(workflow.getTaskQueue()).isEqualTo(TaskQueues.CAMPAIGNS);
    assertThat(workflow.getWorkflowType()).isEqualTo("CampaignWorkflow");
    assertThat(workflow.getTypedSearchAttributes().get(SearchAttributes.CAMPAIGN_ID))
        .isEqualTo(id.toString());
    assertThat(workflow.getTypedSearchAttributes().get(SearchAttributes.TEMPLATE))
        .isEqualTo("spring_sale/en_US");
    assertThat(workflow.getTypedSearchAttributes().get(SearchAttributes.CHANNEL_ID))
        .isEqualTo(launch.channelId().toString());
  }

  @Test
  void a_closed_campaign_is_never_started_again() {
    commands.start(launch());
    commands.cancel(id, "enough");
    temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub(WorkflowIds.campaign(id))
        .getResult(CampaignProgress.class);

    assertThat(commands.start(launch())).isFalse();
    assertThatThrownBy(() -> commands.pause(id, null))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID_STATE));
  }

  @Test
  void commands_answer_with_the_workflows_progress() {
    commands.start(launch());

    assertThat(commands.pause(id, "lunch"))
        .isEqualTo(new CampaignProgress(CampaignStatus.PAUSED, "lunch", 3, 1, 0));
    assertThat(commands.progress(id).status()).isEqualTo(CampaignStatus.PAUSED);
    assertThat(commands.resume(id, null))
        .isEqualTo(new CampaignProgress(CampaignStatus.RUNNING, null, 3, 1, 0));
  }

  @Test
  void what_the_validator_refuses_is_a_conflict_in_its_words() {
    commands.start(launch());

    assertThatThrownBy(() -> commands.resume(id, null))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID_STATE))
        .hasMessage("The campaign is running, not paused.");
  }

  @Test
  void an_unknown_workflow_is_a_conflict() {
    assertThatThrownBy(() -> commands.pause(UUID.randomUUID(), null))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID_STATE));
  }

  @Test
  void a_temporal_that_is_away_is_named_with_its_address_in_good_time() {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1");
    new TemporalConfiguration().patience().customize(options);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options.build());
    CampaignCommands away = new CampaignCommands(WorkflowClient.newInstance(stubs), calls);
    long begin = System.nanoTime();

    assertThatThrownBy(() -> away.start(launch()))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.UNAVAILABLE))
        .hasMessageContaining("127.0.0.1:7233")
        .hasMessageContaining("TEMPORAL_ADDRESS");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(16));
    stubs.shutdownNow();
  }

  private CampaignCommands.Launch launch() {
    return new CampaignCommands.Launch(
        id, UUID.randomUUID(), "Spring sale", "spring_sale/en_US", "**Spring sale**");
  }

  /** Runs until it is canceled; refuses to resume what is not paused. */
  public static final class PlayedCampaign implements CampaignWorkflow {

    private CampaignStatus status = CampaignStatus.RUNNING;
    private @Nullable String reason;

    @Override
    public CampaignProgress run(CampaignInput input) {
      Workflow.await(() -> status.closed() && Workflow.isEveryHandlerFinished());
      return progress();
    }

    @Override
    public CampaignProgress pause(CampaignCommand command) {
      return become(CampaignStatus.PAUSED, command);
    }

    @Override
    public void validatePause(CampaignCommand command) {}

    @Override
    public CampaignProgress resume(CampaignCommand command) {
      return become(CampaignStatus.RUNNING, command);
    }

    @Override
    public void validateResume(CampaignCommand command) {
      if (status != CampaignStatus.PAUSED) {
        throw ApplicationFailure.newNonRetryableFailure(
            "The campaign is running, not paused.", INVALID_STATE);
      }
    }

    @Override
    public CampaignProgress cancel(CampaignCommand command) {
      return become(CampaignStatus.CANCELED, command);
    }

    @Override
    public void validateCancel(CampaignCommand command) {}

    @Override
    public void stopped(StopNotice notice) {}

    @Override
    public void journeysEnded() {}

    @Override
    public void lifted() {}

    @Override
    public CampaignProgress progress() {
      return new CampaignProgress(status, reason, 3, 1, 0);
    }

    private CampaignProgress become(CampaignStatus next, CampaignCommand command) {
      status = next;
      reason = command.reason();
      return progress();
    }
  }
}
