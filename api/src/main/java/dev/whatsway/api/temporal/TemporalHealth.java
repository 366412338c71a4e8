package dev.whatsway.api.temporal;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Says whether Temporal answers and knows our namespace; {@code temporal} in the health answer. */
@Component("temporal")
class TemporalHealth extends AbstractHealthIndicator {

  private static final int TIMEOUT_SECONDS = 2;

  private final WorkflowServiceStubs stubs;
  private final TemporalSettings settings;

  TemporalHealth(WorkflowServiceStubs stubs, TemporalSettings settings) {
    super("Temporal does not answer");
    this.stubs = stubs;
    this.settings = settings;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    stubs
        .blockingStub()
        .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder().setNamespace(settings.namespace()).build());
    health.up();
  }
}
