package dev.whatsway.api.temporal;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.campaign.CampaignWorkflows;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one place where the api talks to campaign workflows. Every failure is an {@code ApiException}
 * that says what to do: 409 where the workflow refuses, 503 where Temporal or its workers do not
 * answer.
 */
@Component
public class CampaignCommands {

  /**
   * A pause answers when no send is in flight; a send takes at most 30 s by its activity's timeout.
   */
  private static final int RESULT_SECONDS = 45;

  private final WorkflowClient client;
  private final TemporalCalls calls;

  CampaignCommands(WorkflowClient client, TemporalCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * Starts the campaign's workflow. Doing so again is harmless: a running one is left alone, and a
   * closed one is never started a second time.
   *
   * @return whether this campaign has no closed workflow already
   */
  public boolean start(Launch launch) {
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(CampaignWorkflow.class.getSimpleName(), options(launch));
    try {
      calls.within(() -> workflow.start(new CampaignInput(launch.campaignId())));
      return true;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return false;
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }

  /** Answers when no send is in flight; empty when it is accepted but some are after 45 s. */
  public @Nullable CampaignProgress pause(UUID campaignId, @Nullable String reason) {
    return update("pause", campaignId, reason);
  }

  public @Nullable CampaignProgress resume(UUID campaignId, @Nullable String reason) {
    return update("resume", campaignId, reason);
  }

  public @Nullable CampaignProgress cancel(UUID campaignId, @Nullable String reason) {
    return update("cancel", campaignId, reason);
  }

  /** Asks the workflow itself, open or closed. */
  public CampaignProgress progress(UUID campaignId) {
    try {
      return calls.within(() -> stub(campaignId).query("progress", CampaignProgress.class));
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }

  private @Nullable CampaignProgress update(String name, UUID campaignId, @Nullable String reason) {
    UpdateOptions<CampaignProgress> options =
        UpdateOptions.newBuilder(CampaignProgress.class)
            .setUpdateName(name)
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build();
    try {
      WorkflowUpdateHandle<CampaignProgress> handle =
          calls.within(() -> stub(campaignId).startUpdate(options, new CampaignCommand(reason)));
      return handle.getResultAsync(RESULT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      // It was accepted: whichever clock ended the wait, the workflow goes on with it.
      if (e.getCause() instanceof TimeoutException
          || e.getCause() instanceof WorkflowUpdateTimeoutOrCancelledException) {
        return null;
      }
      throw calls.explain(e.getCause() instanceof RuntimeException cause ? cause : e);
    } catch (RuntimeException e) {
      throw calls.explain(e);
    }
  }

  private WorkflowStub stub(UUID campaignId) {
    return client.newUntypedWorkflowStub(WorkflowIds.campaign(campaignId));
  }

  private static WorkflowOptions options(Launch launch) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.campaign(launch.campaignId()))
        .setTaskQueue(TaskQueues.CAMPAIGNS)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setTypedSearchAttributes(
            CampaignWorkflows.attributes(
                launch.campaignId(), launch.channelId(), launch.template()))
        .setStaticSummary(launch.name())
        .setStaticDetails(launch.details())
        .build();
  }

  /**
   * What a campaign workflow is started with.
   *
   * @param name shown in the UI's list
   * @param template {@code name/language}
   * @param details Markdown for the UI's page of the workflow
   */
  public record Launch(
      UUID campaignId, UUID channelId, String name, String template, String details) {}
}
