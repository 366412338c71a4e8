package dev.whatsway.workers.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.workers.RecordedHistories;
import dev.whatsway.workers.TestBench;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The change of docs/operations.md to somebody's running journey, whose history ends in a wait: a
 * breath before the first step.
 */
class JourneyChangeTest {

  private final TestBench bench = new TestBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void theCodeThatHadItWaitGoesOn() {
    assertThat(on(Unchanged.class)).isNull();
  }

  @Test
  void aBreathBeforeTheFirstStepDiverges() {
    Divergence divergence = on(Breath.class);

    assertThat(divergence).isNotNull();
    assertThat(divergence.words()).contains("today's code wants to start a timer instead");
  }

  @Test
  void theSameBehindItsVersionGoesOn() {
    assertThat(on(VersionedBreath.class)).isNull();
  }

  private @Nullable Divergence on(Class<?> code) {
    return new Replay(bench.worker(TaskQueues.JOURNEYS), List.of(code)).run(waiting());
  }

  /** The history up to the wait, as of a journey that is under way. */
  private static WorkflowExecutionHistory waiting() {
    JsonNode history =
        JsonMapper.shared().readTree(RecordedHistories.json("journey-waitsThenAsksTheStepAgain"));
    ArrayNode events = (ArrayNode) history.path("events");
    int timer = 0;
    while (!events.get(timer).path("eventType").asString().equals("EVENT_TYPE_TIMER_STARTED")) {
      timer++;
    }
    while (events.size() > timer + 1) {
      events.remove(events.size() - 1);
    }
    return Histories.read(history.toString());
  }

  /** The way of the product's code to its first wait. */
  public static class Unchanged implements JourneyWorkflow {

    @Override
    public JourneyView travel(JourneyState state) {
      Workflow.upsertTypedSearchAttributes(
          SearchAttributes.CAMPAIGN_ID.valueSet(state.campaignId().toString()));
      breathe();
      JourneySteps steps =
          Workflow.newActivityStub(
              JourneySteps.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(TaskQueues.JOURNEYS)
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .build());
      JourneySteps.Answer answer =
          steps.take(
              new JourneySteps.Command(
                  state.campaignId(),
                  state.contactId(),
                  state.ordinal(),
                  state.plan(),
                  null,
                  1,
                  null,
                  null,
                  Waits.now()));
      Waits.until(() -> false, Duration.ofDays(7), ((Wait) answer.result()).why());
      return view();
    }

    void breathe() {
      // The product's code does not.
    }

    @Override
    public void events(JourneyEvents events) {
      // Waits for none.
    }

    @Override
    public void recheck() {
      // Waits for nothing.
    }

    @Override
    public JourneyView view() {
      return new JourneyView("plan", null, 1, null, null, null, true);
    }
  }

  /** A timer that old histories have not. */
  public static final class Breath extends Unchanged {
    @Override
    void breathe() {
      Workflow.sleep(Duration.ofSeconds(5));
    }
  }

  /** The same, for those who enter from now on. */
  public static final class VersionedBreath extends Unchanged {
    @Override
    void breathe() {
      if (Workflow.getVersion("breath", Workflow.DEFAULT_VERSION, 1) >= 1) {
        Workflow.sleep(Duration.ofSeconds(5));
      }
    }
  }
}
