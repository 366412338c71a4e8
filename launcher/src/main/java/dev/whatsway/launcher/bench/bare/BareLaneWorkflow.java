package dev.whatsway.launcher.bench.bare;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A page of messages a run, then continue-as-new. */
@WorkflowInterface
public interface BareLaneWorkflow {

  @WorkflowMethod
  void run(BareLane lane);
}
