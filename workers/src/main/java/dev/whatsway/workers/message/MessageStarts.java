package dev.whatsway.workers.message;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.workers.waiting.ChildStarts;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Starts message workflows as children that outlive whoever starts them. */
public final class MessageStarts {

  /** Returns when each has started, or was there already. */
  public static void start(List<MessageInput> messages) {
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    for (MessageInput message : messages) {
      MessageWorkflow child = Workflow.newChildWorkflowStub(MessageWorkflow.class, of(message));
      Async.function(child::deliver, message);
      starts.add(Workflow.getWorkflowExecution(child));
    }
    ChildStarts.await(starts);
  }

  private static ChildWorkflowOptions of(MessageInput message) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.message(message.messageId()))
        .setTaskQueue(TaskQueues.MESSAGES)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        // One that ended by itself has its outcome; one that an operator terminated may start anew.
        .setWorkflowIdReusePolicy(
            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
        .setStaticSummary(
            "Message through " + message.route().wire() + ", template " + message.template())
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, message.campaignId().toString())
                .set(SearchAttributes.CHANNEL_ID, message.channelId().toString())
                .set(SearchAttributes.TEMPLATE, message.template())
                .set(SearchAttributes.ROUTE, message.route().wire())
                .set(SearchAttributes.MESSAGE_STATUS, MessageStatus.QUEUED.wire())
                .build())
        .build();
  }

  private MessageStarts() {}
}
