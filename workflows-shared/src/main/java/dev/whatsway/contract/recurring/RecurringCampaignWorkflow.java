package dev.whatsway.contract.recurring;

import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.OffsetDateTime;

/**
 * One time of a recurring campaign, started by its Temporal Schedule {@code recurring/<id>}. Id:
 * {@code recurring/<id>-<time>}. It makes the campaign and lives as long as that, since the
 * schedule's overlap policy goes by it.
 */
@WorkflowInterface
public interface RecurringCampaignWorkflow {

  /** Set by the server on whatever a schedule starts: the time that it is started for. */
  SearchAttributeKey<OffsetDateTime> SCHEDULED_AT =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  @WorkflowMethod
  void run(RecurringInput input);
}
