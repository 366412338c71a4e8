package dev.whatsway.contract.campaign;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One campaign from launch to close. Id: {@code campaign/<id>}. A command that makes no sense in
 * the campaign's state is refused by its validator with an {@code ApplicationFailure} of type
 * {@code INVALID_STATE} and leaves no trace in the history.
 */
@WorkflowInterface
public interface CampaignWorkflow {

  /** The failure type of a refused command. */
  String INVALID_STATE = "INVALID_STATE";

  @WorkflowMethod
  CampaignProgress run(CampaignInput input);

  /** Stops sending. Answers when no send is in flight; from then on none starts. */
  @UpdateMethod
  CampaignProgress pause(CampaignCommand command);

  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(CampaignCommand command);

  @UpdateMethod
  CampaignProgress resume(CampaignCommand command);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(CampaignCommand command);

  /** Ends the campaign for good: what was not sent is canceled. */
  @UpdateMethod
  CampaignProgress cancel(CampaignCommand command);

  @UpdateValidatorMethod(updateName = "cancel")
  void validateCancel(CampaignCommand command);

  /**
   * Says that a stop leaves the campaign no channel: it pauses by itself. Changes nothing unless it
   * runs.
   */
  @SignalMethod
  void stopped(StopNotice notice);

  /**
   * Says that nothing stops the campaign any more: it resumes, if it was a stop that paused it and
   * not a person.
   */
  @SignalMethod
  void lifted();

  /** Says that everybody who entered its journey has left it: it may be able to close. */
  @SignalMethod
  void journeysEnded();

  @QueryMethod
  CampaignProgress progress();
}
