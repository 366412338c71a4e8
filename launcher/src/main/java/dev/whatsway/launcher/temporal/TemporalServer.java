package dev.whatsway.launcher.temporal;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.Pause;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.DeleteNamespaceRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Talks to a Temporal server before the applications do. */
public final class TemporalServer implements AutoCloseable {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration NAMESPACE_LIMIT = Duration.ofSeconds(60);

  /** The shortest that every server takes: nobody reads a stack's own namespace later. */
  private static final Duration RETENTION = Duration.ofDays(1);

  private final String address;
  private final String namespace;
  private final WorkflowServiceStubs workflows;
  private final OperatorServiceStubs operator;

  public TemporalServer(String address, String namespace) {
    this.address = address;
    this.namespace = namespace;
    this.workflows =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setRpcTimeout(CALL_LIMIT)
                .validateAndBuildWithDefaults());
    this.operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setRpcTimeout(CALL_LIMIT)
                .validateAndBuildWithDefaults());
  }

  /** One look: true when the server answers for the namespace. */
  public boolean serves() {
    // The stubs' own retries would turn one look into a minute's wait.
    workflows.blockingStub().withDeadlineAfter(2, TimeUnit.SECONDS).describeNamespace(request());
    return true;
  }

  /** One look: true when the server takes calls, for whatever namespace. */
  public boolean takesCalls() {
    return HealthGrpc.newBlockingStub(workflows.getRawChannel())
            .withDeadlineAfter(2, TimeUnit.SECONDS)
            .check(
                HealthCheckRequest.newBuilder()
                    .setService(WorkflowServiceStubs.HEALTH_CHECK_SERVICE_NAME)
                    .build())
            .getStatus()
        == HealthCheckResponse.ServingStatus.SERVING;
  }

  /**
   * Makes the namespace unless it is there, and returns once its search attributes can be read.
   *
   * @return false when it was there
   * @throws LauncherException when the server refuses
   */
  public boolean createNamespace() {
    boolean made = true;
    try {
      workflows
          .blockingStub()
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(namespace)
                  .setDescription("WhatsWay: a stack of ./whatsway")
                  .setWorkflowExecutionRetentionPeriod(
                      com.google.protobuf.Duration.newBuilder().setSeconds(RETENTION.toSeconds()))
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw new LauncherException(
            "The Temporal server at %s does not make a namespace %s (%s)."
                .formatted(address, namespace, e.getStatus()),
            e);
      }
      made = false;
    }
    awaitNamespace();
    return made;
  }

  /** A fresh namespace is known to all parts of the server once they have read the list again. */
  private void awaitNamespace() {
    long deadline = System.nanoTime() + NAMESPACE_LIMIT.toNanos();
    while (true) {
      try {
        operator
            .blockingStub()
            .withDeadlineAfter(2, TimeUnit.SECONDS)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build());
        return;
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() > deadline || !Pause.millis(200)) {
          throw new LauncherException(
              "The Temporal server at %s has made namespace %s but does not know it (%s)."
                  .formatted(address, namespace, e.getStatus()),
              e);
        }
      }
    }
  }

  /**
   * Has the server delete the namespace with all workflows in it, which goes on after this returns.
   *
   * @throws LauncherException when the server refuses
   */
  public void deleteNamespace() {
    try {
      operator
          .blockingStub()
          .deleteNamespace(DeleteNamespaceRequest.newBuilder().setNamespace(namespace).build());
    } catch (StatusRuntimeException e) {
      throw new LauncherException(
          "Namespace %s stays at the Temporal server at %s (%s); delete it with temporal operator namespace delete --namespace %s."
              .formatted(namespace, address, e.getStatus(), namespace),
          e);
    }
  }

  /**
   * @throws LauncherException when the server does not know the namespace or does not answer
   */
  public void requireNamespace() {
    try {
      workflows.blockingStub().describeNamespace(request());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw new LauncherException(
            "The Temporal server at %s has no namespace %s; create it (temporal operator namespace create --namespace %s) or set TEMPORAL_NAMESPACE."
                .formatted(address, namespace, namespace),
            e);
      }
      throw new LauncherException(
          "The Temporal server at %s does not answer as one (%s)."
              .formatted(address, e.getStatus()),
          e);
    }
  }

  /** Adds those of our search attributes that the namespace does not have yet. */
  public void registerSearchAttributes() {
    Set<String> present =
        operator
            .blockingStub()
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
            .getCustomAttributesMap()
            .keySet();
    Map<String, IndexedValueType> missing =
        SearchAttributes.ALL.stream()
            .filter(key -> !present.contains(key.getName()))
            .collect(
                Collectors.toMap(
                    key -> key.getName(), key -> key.getValueType(), (a, b) -> a, HashMap::new));
    if (missing.isEmpty()) {
      return;
    }
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(missing)
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
        // Another launcher was quicker.
        return;
      }
      throw new LauncherException(
          "The search attributes %s cannot be added to namespace %s at %s (%s); add them with temporal operator search-attribute create, type Keyword."
              .formatted(missing.keySet(), namespace, address, e.getStatus()),
          e);
    }
  }

  private DescribeNamespaceRequest request() {
    return DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build();
  }

  @Override
  public void close() {
    workflows.shutdownNow();
    operator.shutdownNow();
  }
}
