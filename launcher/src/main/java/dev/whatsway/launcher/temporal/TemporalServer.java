package dev.whatsway.launcher.temporal;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.launcher.console.LauncherException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
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
