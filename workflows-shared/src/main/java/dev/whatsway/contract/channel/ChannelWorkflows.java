package dev.whatsway.contract.channel;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import java.util.UUID;

/** How a channel's workflow is started by whoever has a word for it: there is one a channel. */
public final class ChannelWorkflows {

  public static WorkflowOptions options(UUID channelId) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.channel(channelId))
        .setTaskQueue(TaskQueues.CAMPAIGNS)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("Looks after channel " + channelId)
        .build();
  }

  private ChannelWorkflows() {}
}
