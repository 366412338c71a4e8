package dev.whatsway.workers.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSending;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.workers.RecordedHistories;
import dev.whatsway.workers.TestBench;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The negative twins of {@code HistoryReplayTest}: what must be found, and how it is told. */
class ReplayTest {

  private static final String READ = "message-sendsThroughMarketingMessagesAndEndsWithTheRead";

  private static TestBench bench;
  private static Replay today;

  @BeforeAll
  static void start() {
    bench = new TestBench();
    today = new Replay(bench.worker(TaskQueues.CAMPAIGNS));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void codeThatSendsAnotherWayDiverges() {
    Replay changed = new Replay(bench.worker(TaskQueues.SENDING), List.of(CloudOnly.class));

    Divergence divergence = changed.run(Histories.read(RecordedHistories.json(READ)));

    assertThat(divergence).isNotNull();
    assertThat(divergence.eventId()).isEqualTo(5);
    assertThat(divergence.words())
        .isEqualTo(
            "at event 5 (activity task scheduled SendViaMarketingMessages, \"Send through Marketing Messages\") today's code has activityType SendViaCloud, the history SendViaMarketingMessages");
    assertThat(divergence.cause()).startsWith("NonDeterministicException: [TMPRL1100]");
  }

  @Test
  void codeThatWaitsForNothingDivergesWhereTheHistoryWaits() {
    Replay changed = new Replay(bench.worker(TaskQueues.BULK), List.of(Hasty.class));

    Divergence divergence = changed.run(Histories.read(RecordedHistories.json(READ)));

    assertThat(divergence).isNotNull();
    assertThat(divergence.eventId()).isEqualTo(11);
    assertThat(divergence.words())
        .isEqualTo(
            "at event 11 (upsert workflow search attributes) today's code wants to end instead");
  }

  @Test
  void codeThatDoesNothingDivergesAtTheFirstDecision() {
    try (TestBench own = new TestBench()) {
      Replay changed = new Replay(own.worker(TaskQueues.MESSAGES), List.of(Idle.class));

      Divergence divergence = changed.run(Histories.read(RecordedHistories.json(READ)));

      assertThat(divergence).isNotNull();
      assertThat(divergence.words())
          .startsWith("at event 5 (activity task scheduled SendViaMarketingMessages")
          .endsWith("today's code wants nothing");
    }
  }

  /** What would have happened to old campaigns had the change been made without getVersion. */
  @Test
  void aChangeWithoutItsVersionDiverges() {
    JsonNode history =
        JsonMapper.shared().readTree(RecordedHistories.json("campaign-startsALaneAgain"));
    String withoutMarker = withoutEvent((ArrayNode) history.path("events"), "65");

    Divergence divergence = today.run(Histories.read(withoutMarker));

    assertThat(divergence).isNotNull();
    assertThat(divergence.words())
        .isEqualTo(
            "at event 65 (start child workflow execution initiated LedgerBatchWorkflow) today's code wants to ask for an activity instead");
  }

  @Test
  void aJourneyWithAnotherOrderOfItsWaitsDiverges() {
    JsonNode history =
        JsonMapper.shared().readTree(RecordedHistories.json("journey-waitsThenAsksTheStepAgain"));
    String timer = eventOf(history, "EVENT_TYPE_TIMER_STARTED");

    Divergence divergence =
        today.run(Histories.read(withoutEvent((ArrayNode) history.path("events"), timer)));

    assertThat(divergence).isNotNull();
  }

  private static String eventOf(JsonNode history, String type) {
    return history
        .path("events")
        .valueStream()
        .filter(event -> event.path("eventType").asString().equals(type))
        .findFirst()
        .orElseThrow()
        .path("eventId")
        .asString();
  }

  @Test
  void codeThatFailsOnAHistoryIsTold() {
    JsonNode history = JsonMapper.shared().readTree(RecordedHistories.json(READ));
    ((tools.jackson.databind.node.ObjectNode)
            history.at("/events/0/workflowExecutionStartedEventAttributes/input/payloads/0"))
        .put("data", "e30=");

    Divergence divergence = today.run(Histories.read(history.toString()));

    assertThat(divergence).isNotNull();
    assertThat(divergence.words())
        .startsWith("today's code fails at event 4: java.lang.NullPointerException");
  }

  @Test
  void aDivergenceIsMarkedBeforeTheDecisionItConcerns() {
    var history = Histories.read(RecordedHistories.json(READ));

    List<String> lines =
        new Retelling(history).lines(new Divergence(12, "wants something else", "cause"));

    assertThat(lines.get(0))
        .isEqualTo(
            "MessageWorkflow (the export names no workflow id), run 63a13ee6-19cc-4578-9976-be75abc961ca");
    assertThat(lines.get(1)).isEqualTo("24 events; completed");
    int mark =
        lines.indexOf(" ".repeat(36) + ">>> here today's code diverges; the history goes on:");
    assertThat(lines.get(mark - 1)).endsWith("is found by MessageStatus=accepted");
    assertThat(lines.get(mark + 1))
        .isEqualTo(
            "2026-11-24 06:08:39       00:00:00  waits at most 3 d, until 2026-11-27 06:08:39: Waits for statuses until the TTL");
  }

  @Test
  void anOpenWorkflowReplaysFromItsBeginToWhereItStands() {
    JsonNode whole = JsonMapper.shared().readTree(RecordedHistories.json(READ));
    int events = whole.path("events").size();

    for (int length = 1; length < events; length++) {
      JsonNode open = whole.deepCopy();
      while (open.path("events").size() > length) {
        ((ArrayNode) open.path("events")).remove(length);
      }
      var history = Histories.read(open.toString());
      assertThat(today.run(history)).as(length + " events").isNull();
      assertThat(new Retelling(history).lines(null).get(1)).endsWith("still open");
    }
  }

  @Test
  void aWorkflowThatNoWorkerRunsIsRefusedWithThoseThatThereAre() {
    String json = RecordedHistories.json(READ).replace("\"MessageWorkflow\"", "\"Order\"");

    assertThatThrownBy(() -> today.run(Histories.read(json)))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("This is a history of Order")
        .hasMessageContaining("MessageWorkflow");
  }

  /** Events behind it move up by one, and so do the numbers that refer to them. */
  private static String withoutEvent(ArrayNode events, String id) {
    int removed = Integer.parseInt(id);
    events.remove(removed - 1);
    String json = "{\"events\":" + events + "}";
    return java.util.regex.Pattern.compile("(\"\\w*[eE]ventId\":\")(\\d+)\"")
        .matcher(json)
        .replaceAll(
            found -> {
              int number = Integer.parseInt(found.group(2));
              return found.group(1) + (number > removed ? number - 1 : number) + "\"";
            });
  }

  /** Sends all through Cloud. */
  public static final class CloudOnly extends Changed {
    @Override
    public MessageView deliver(MessageInput input) {
      Workflow.newActivityStub(
              MessageSending.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build())
          .sendViaCloud(new SendCommand(input.messageId(), 1, null));
      return view();
    }
  }

  /** Sends and ends. */
  public static final class Hasty extends Changed {
    @Override
    public MessageView deliver(MessageInput input) {
      Workflow.newActivityStub(
              MessageSending.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build())
          .sendViaMarketingMessages(new SendCommand(input.messageId(), 1, null));
      return view();
    }
  }

  /** Waits for ever. */
  public static final class Idle extends Changed {
    @Override
    public MessageView deliver(MessageInput input) {
      Workflow.await(() -> false);
      return view();
    }
  }

  /** What the changed ones have in common. */
  public abstract static class Changed implements MessageWorkflow {

    @Override
    public void events(MessageEvents events) {
      // Waits for none.
    }

    @Override
    public void recheck() {
      // Waits for nothing.
    }

    @Override
    public MessageView view() {
      return new MessageView(MessageStatus.ACCEPTED, null, false, false, null, null, null);
    }
  }
}
