package dev.whatsway.launcher.bench.bare;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.campaign.BatchState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** As many lanes as ours, with the same page, window and search attributes. */
public final class BareCampaignWorkflowImpl implements BareCampaignWorkflow {

  // As in dev.whatsway.workers.campaign.Lanes.
  private static final int MOST = 4;
  private static final int WORTH_A_LANE = 100;
  private static final int PAGE_SIZE = 200;
  private static final int WINDOW = 100;

  @Override
  public void run(BareCampaign campaign) {
    long messages = campaign.messages();
    int count = (int) Math.min(MOST, (messages + WORTH_A_LANE - 1) / WORTH_A_LANE);
    List<Promise<WorkflowExecution>> starts = new ArrayList<>();
    List<Promise<Void>> ends = new ArrayList<>();
    for (int lane = 0; lane < count; lane++) {
      long first = messages * lane / count;
      long end = messages * (lane + 1) / count;
      BareLaneWorkflow child =
          Workflow.newChildWorkflowStub(BareLaneWorkflow.class, options(campaign, lane));
      ends.add(Async.procedure(child::run, state(campaign, lane, first, end)));
      starts.add(Workflow.getWorkflowExecution(child));
    }
    starts.forEach(Promise::get);
    Promise.allOf(ends).get();
  }

  private static BareLane state(BareCampaign campaign, int lane, long first, long end) {
    return new BareLane(
        new BatchState(
            BatchState.SCHEMA,
            campaign.campaignId(),
            lane,
            first,
            first,
            end,
            PAGE_SIZE,
            WINDOW,
            false,
            false),
        campaign.signals());
  }

  private static ChildWorkflowOptions options(BareCampaign campaign, int lane) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId("bare/" + campaign.campaignId() + "/batch/" + lane)
        .setTaskQueue(BareQueues.CAMPAIGNS)
        .setStaticSummary("Lane " + lane + ", template " + BareNames.TEMPLATE)
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, campaign.campaignId().toString())
                .set(SearchAttributes.CHANNEL_ID, BareNames.CHANNEL_ID.toString())
                .set(SearchAttributes.TEMPLATE, BareNames.TEMPLATE)
                .build())
        .build();
  }
}
