package dev.whatsway.api.temporal;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bounds each call to Temporal and explains its failure. */
@Component
class TemporalCalls {

  /**
   * The SDK retries an unreachable server for a minute and waits as long for a worker; a caller of
   * the API hears sooner.
   */
  private static final int DEADLINE_SECONDS = 15;

  /**
   * What SDK 1.38 makes of the type of a failure that an update's validator throws; the message it
   * keeps.
   */
  private static final String VALIDATOR = "io.temporal.internal.worker.WorkflowExecutionException";

  private final TemporalSettings settings;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "temporal-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  TemporalCalls(TemporalSettings settings) {
    this.settings = settings;
  }

  <T> T within(Supplier<T> call) {
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS, deadlines);
    Context before = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  ApiException explain(RuntimeException exception) {
    if (exception instanceof ApiException ours) {
      return ours;
    }
    ApplicationFailure refusal = find(exception, ApplicationFailure.class);
    if (exception instanceof WorkflowUpdateException && refusal != null) {
      return refused(refusal);
    }
    if (exception instanceof WorkflowNotFoundException) {
      return ended();
    }
    if (exception instanceof WorkflowUpdateTimeoutOrCancelledException) {
      return noWorker();
    }
    StatusRuntimeException status = find(exception, StatusRuntimeException.class);
    if (status != null && status.getStatus().getCode() == Status.Code.NOT_FOUND) {
      return String.valueOf(status.getStatus().getDescription()).contains("amespace")
          ? noNamespace()
          : ended();
    }
    if (status != null && status.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return noWorker();
    }
    if (status != null && status.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
      return new ApiException(
          ProblemKind.UNAVAILABLE,
          "Temporal refuses the request: %s. Are the search attributes registered?"
              .formatted(status.getStatus().getDescription()));
    }
    return new ApiException(
        ProblemKind.UNAVAILABLE,
        "Temporal at %s does not answer; start it or correct TEMPORAL_ADDRESS, then repeat the request."
            .formatted(settings.address()));
  }

  @PreDestroy
  void close() {
    deadlines.shutdownNow();
  }

  private static ApiException refused(ApplicationFailure refusal) {
    boolean state =
        CampaignWorkflow.INVALID_STATE.equals(refusal.getType())
            || VALIDATOR.equals(refusal.getType());
    return new ApiException(
        state ? ProblemKind.INVALID_STATE : ProblemKind.INTERNAL, refusal.getOriginalMessage());
  }

  private static ApiException ended() {
    return new ApiException(
        ProblemKind.INVALID_STATE,
        "The campaign's workflow has ended or was never started; its status says which.");
  }

  private ApiException noNamespace() {
    return new ApiException(
        ProblemKind.UNAVAILABLE,
        "Temporal at %s has no namespace %s; create it or correct TEMPORAL_NAMESPACE."
            .formatted(settings.address(), settings.namespace()));
  }

  private ApiException noWorker() {
    return new ApiException(
        ProblemKind.UNAVAILABLE,
        "No worker has taken this up in time; see that the workers run against Temporal at %s, then repeat the request."
            .formatted(settings.address()));
  }

  private static <T> @Nullable T find(Throwable exception, Class<T> type) {
    for (Throwable each = exception; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
