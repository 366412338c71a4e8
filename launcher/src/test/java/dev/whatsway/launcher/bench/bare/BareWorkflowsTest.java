package dev.whatsway.launcher.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BareWorkflowsTest {

  private static final int MESSAGES = 250;

  @Test
  void every_message_is_sent_once_signaled_as_often_as_asked_for_and_ends() {
    try (TestWorkflowEnvironment environment = environment();
        BareStatuses statuses = statuses(environment)) {
      WorkflowClient client = environment.getWorkflowClient();
      BareWorker.start(environment.getWorkerFactory(), OurCapacities.read(), statuses);
      BareCampaign campaign = new BareCampaign(UUID.randomUUID(), MESSAGES, 2);

      client
          .newWorkflowStub(
              BareCampaignWorkflow.class,
              WorkflowOptions.newBuilder().setTaskQueue(BareQueues.CAMPAIGNS).build())
          .run(campaign);

      for (int ordinal = 0; ordinal < MESSAGES; ordinal++) {
        String id = campaign.messageWorkflowId(ordinal);
        assertThat(client.newUntypedWorkflowStub(id).getResult(MessageView.class).status())
            .isEqualTo(MessageStatus.READ);
        assertThat(client.fetchHistory(id).getEvents())
            .filteredOn(
                event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
            .hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "3, 3", "4, 3"})
  void signals_tell_every_status_once_and_the_read_last(int asked, int told) {
    List<List<Kind>> divided = BareStatuses.divided(asked);

    assertThat(divided).hasSize(told);
    assertThat(divided.stream().flatMap(List::stream))
        .containsExactly(Kind.SENT, Kind.DELIVERED, Kind.READ);
  }

  private static BareStatuses statuses(TestWorkflowEnvironment environment) {
    return new BareStatuses(
        environment.getWorkflowClient(), Collections.nCopies(3, Duration.ZERO), Clock.systemUTC());
  }

  private static TestWorkflowEnvironment environment() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadConversion.dataConverter())
                    .build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    return TestWorkflowEnvironment.newInstance(options.build());
  }
}
