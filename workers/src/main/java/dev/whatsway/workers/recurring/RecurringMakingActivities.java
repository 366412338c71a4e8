package dev.whatsway.workers.recurring;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.recurring.RecurringMaking;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.recurring.RecurringRuns;
import dev.whatsway.store.recurring.RecurringRuns.Run;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.spring.boot.ActivityImpl;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class RecurringMakingActivities implements RecurringMaking {

  private static final Logger log = LoggerFactory.getLogger(RecurringMakingActivities.class);

  private final RecurringRuns runs;
  private final ObjectProvider<ScheduleClient> schedules;

  /**
   * @param schedules asked for when it is needed: the client is made with the workers, which are
   *     made with their activities
   */
  RecurringMakingActivities(RecurringRuns runs, ObjectProvider<ScheduleClient> schedules) {
    this.runs = runs;
    this.schedules = schedules;
  }

  @Override
  public Outcome makeCampaign(Time time) {
    Run run = runs.run(time.recurringId(), time.scheduledAt());
    if (run instanceof Run.TooEarly early) {
      throw ApplicationFailure.newFailure(early.why(), "TOO_EARLY");
    }
    if (run instanceof Run.Made made) {
      return outcome(made.campaign());
    }
    if (run instanceof Run.Nothing nothing) {
      return new Outcome(null, nothing.why());
    }
    forget(time.recurringId());
    return new Outcome(null, "There is no such recurring campaign any more.");
  }

  private static Outcome outcome(Campaign campaign) {
    return campaign.status().closed()
        ? new Outcome(null, "Campaign " + campaign.id() + " is " + campaign.status().wire() + ".")
        : new Outcome(
            new Made(
                campaign.id(),
                campaign.channelId(),
                campaign.templateName() + "/" + campaign.templateLanguage()),
            null);
  }

  /** A schedule that was made, or left, while Temporal's answer was lost to the api. */
  private void forget(UUID recurringId) {
    try {
      schedules.getObject().getHandle(WorkflowIds.recurring(recurringId)).delete();
    } catch (ScheduleException e) {
      // It is gone already, or starts this once more.
      log.debug("Schedule of {} could not be deleted", recurringId);
    }
  }
}
