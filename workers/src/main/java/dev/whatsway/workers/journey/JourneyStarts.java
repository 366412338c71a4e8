package dev.whatsway.workers.journey;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.workers.waiting.ChildStarts;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Starts journey workflows as children of a lane, which they outlive. */
public final class JourneyStarts {

  /** Returns when each has started, or was there already. */
  public static void start(List<JourneyState> journeys) {
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    for (JourneyState journey : journeys) {
      JourneyWorkflow child = Workflow.newChildWorkflowStub(JourneyWorkflow.class, of(journey));
      Async.function(child::travel, journey);
      starts.add(Workflow.getWorkflowExecution(child));
    }
    ChildStarts.await(starts);
  }

  private static ChildWorkflowOptions of(JourneyState journey) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.journey(journey.campaignId(), journey.contactId()))
        .setTaskQueue(TaskQueues.JOURNEYS)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setStaticSummary("One person's journey")
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, journey.campaignId().toString())
                .build())
        .build();
  }

  private JourneyStarts() {}
}
