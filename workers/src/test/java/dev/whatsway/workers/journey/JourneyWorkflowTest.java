package dev.whatsway.workers.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Send;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.workers.TestBench;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JourneyWorkflowTest {

  private static final Queue<UUID> SENT = new ConcurrentLinkedQueue<>();
  private static final Duration A_WEEK = Duration.ofDays(7);
  private static final UUID MESSAGE = new UUID(0, 7);

  private final UUID campaign = UUID.randomUUID();
  private final UUID contact = UUID.randomUUID();
  private final String id = WorkflowIds.journey(campaign, contact);
  private final Script steps = new Script();
  private final TestBench bench = new TestBench();

  @BeforeEach
  void start() {
    SENT.clear();
    bench
        .workflows(TaskQueues.JOURNEYS, JourneyWorkflowImpl.class)
        .workflows(TaskQueues.MESSAGES, NotedMessage.class)
        .activities(TaskQueues.JOURNEYS, steps)
        .start();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void waitsThenAsksTheStepAgain() {
    steps
        .then(command -> wait(command, A_WEEK))
        .then(command -> new Go("next", "waited"))
        .then(command -> new Exit("completed"));

    JourneyView view = travel();

    assertThat(view.ended()).isTrue();
    assertThat(view.step()).isEqualTo("next");
    assertThat(view.why()).isEqualTo("completed");
    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByTime());
    assertThat(Duration.between(steps.asked.get(0).now(), steps.asked.get(1).now()))
        .isGreaterThanOrEqualTo(A_WEEK);
    assertThat(steps.asked.get(2).step()).isEqualTo("next");
    assertThat(steps.asked.get(2).woken()).isNull();
    bench.record(id, "journey-waitsThenAsksTheStepAgain");
  }

  @Test
  void anEventEndsTheWaitAndItsTimer() {
    steps
        .then(command -> wait(command, A_WEEK, event("read", "hello")))
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    await().until(() -> journey.query("view", JourneyView.class).until() != null);
    tell(journey, message("read", "hello", 1));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByEvent(event("read", "hello")));
    assertThat(bench.history(id)).contains(EventType.EVENT_TYPE_TIMER_CANCELED.name());
    bench.record(id, "journey-anEventEndsTheWaitAndItsTimer");
  }

  @Test
  void aReadTellsOfTheDeliveryThatMetaLeavesOut() {
    steps
        .then(command -> wait(command, A_WEEK, event("delivered", null)))
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    tell(journey, message("read", "hello", 1));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByEvent(event("delivered", null)));
  }

  @Test
  void whatHappenedBeforeTheWaitCounts() {
    steps
        .then(command -> wait(command, A_WEEK, event("custom", "go")))
        .then(command -> new Go("later", "go"))
        .then(command -> wait(command, A_WEEK, event("custom", "order_placed")))
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    tell(journey, custom("order_placed"), custom("go"));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(3).woken())
        .isEqualTo(new Woken.ByEvent(event("custom", "order_placed")));
    assertThat(Duration.between(steps.asked.get(0).now(), steps.asked.get(3).now()))
        .isLessThan(A_WEEK);
  }

  @Test
  void sendsAMessageAndWaitsUntilItIsDecided() {
    steps.then(command -> new Send(message())).then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    await().until(() -> SENT.contains(MESSAGE));
    tell(journey, message("accepted", "first", 1));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByEvent(event("accepted", "first")));
    bench.record(id, "journey-sendsAMessageAndWaitsUntilItIsDecided");
  }

  @Test
  void aMessageThatIsNotTakenIsToldAsFailed() {
    steps.then(command -> new Send(message())).then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    tell(journey, message("failed", "first", 1));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByEvent(event("failed", "first")));
  }

  @Test
  void wordsOfAnotherVisitOrJourneyDoNotCount() {
    steps
        .then(command -> new Send(message()))
        .then(command -> new Go("first", "again"))
        .then(command -> new Send(message()))
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    tell(journey, message("accepted", "first", 1));
    steps.awaitAsked(3);
    tell(journey, message("failed", "first", 1));
    tell(journey, new JourneyEvent("failed", "first", "6/2"));
    tell(journey, message("accepted", "first", 2));
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(3).visit()).isEqualTo(2);
    assertThat(steps.asked.get(3).woken()).isEqualTo(new Woken.ByEvent(event("accepted", "first")));
  }

  @Test
  void anExitEventEndsAnyWaitAndComesFirst() {
    steps.exits = List.of(event("replied", null));
    steps
        .then(command -> wait(command, A_WEEK, event("read", "first")))
        .then(command -> new Exit("replied"));
    WorkflowStub journey = begin();
    tell(journey, message("read", "first", 1), message("replied", "first", 1));
    JourneyView view = journey.getResult(JourneyView.class);

    assertThat(view.why()).isEqualTo("replied");
    assertThat(steps.asked.get(1).woken()).isEqualTo(new Woken.ByEvent(event("replied", null)));
  }

  @Test
  void aRecheckAsksAgainWithTheWaitThatStands() {
    steps
        .then(command -> wait(command, A_WEEK))
        .then(command -> command.standing())
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    steps.awaitAsked(1);
    journey.signal("recheck");
    journey.getResult(JourneyView.class);

    assertThat(steps.asked.get(1).woken()).isNull();
    assertThat(steps.asked.get(1).standing()).isEqualTo(steps.answered.get(0));
    assertThat(steps.asked.get(2).woken()).isEqualTo(new Woken.ByTime());
    assertThat(Duration.between(steps.asked.get(0).now(), steps.asked.get(2).now()))
        .isBetween(A_WEEK, A_WEEK.plusMinutes(1));
    bench.record(id, "journey-aRecheckAsksAgainWithTheWaitThatStands");
  }

  @Test
  void aRecheckDuringASendDoesNotSendAgain() {
    steps
        .then(command -> new Send(message()))
        .then(command -> new Send(message()))
        .then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    await().until(() -> SENT.contains(MESSAGE));
    journey.signal("recheck");
    steps.awaitAsked(2);
    tell(journey, message("accepted", "first", 1));
    journey.getResult(JourneyView.class);

    assertThat(SENT).hasSize(1);
  }

  @Test
  void aStepThatCannotBeTakenIsTriedAgain() {
    steps
        .then(
            command -> {
              throw new IllegalStateException("the database is away");
            })
        .then(command -> new Exit("completed"));

    assertThat(travel().why()).isEqualTo("completed");
    assertThat(steps.asked).hasSize(2);
  }

  @Test
  void tellsWhereThePersonIs() {
    steps.then(command -> wait(command, A_WEEK)).then(command -> new Exit("completed"));
    WorkflowStub journey = begin();
    await().until(() -> journey.query("view", JourneyView.class).until() != null);

    JourneyView view = journey.query("view", JourneyView.class);

    assertThat(view.step()).isEqualTo("first");
    assertThat(view.why()).isEqualTo("waits for a test");
    assertThat(view.ended()).isFalse();
  }

  private JourneyView travel() {
    return begin().getResult(JourneyView.class);
  }

  private WorkflowStub begin() {
    JourneyWorkflow journey = bench.stub(JourneyWorkflow.class, TaskQueues.JOURNEYS, id);
    WorkflowClient.start(journey::travel, JourneyState.entering(campaign, contact, 7, "plan"));
    return WorkflowStub.fromTyped(journey);
  }

  private static void tell(WorkflowStub journey, JourneyEvent... events) {
    journey.signal("events", new JourneyEvents(List.of(events)));
  }

  private static JourneyEvent message(String kind, String step, int visit) {
    return new JourneyEvent(kind, step, "7/" + visit);
  }

  private static JourneyEvent custom(String name) {
    return new JourneyEvent("custom", name, null);
  }

  private static AwaitedEvent event(String kind, @Nullable String subject) {
    return new AwaitedEvent(kind, subject);
  }

  private static StepResult wait(
      JourneySteps.Command command, Duration length, AwaitedEvent... events) {
    return new Wait(command.now().plus(length), List.of(events), "waits for a test");
  }

  private MessageInput message() {
    return new MessageInput(
        MESSAGE,
        campaign,
        UUID.randomUUID(),
        "hello/en",
        Route.CLOUD,
        Duration.ofDays(1),
        Duration.ofDays(1),
        UnknownPolicy.GIVE_UP,
        false);
  }

  /** Answers as it is told, and notes what it is asked. */
  private static final class Script implements JourneySteps {

    private final List<Function<Command, StepResult>> lines = new ArrayList<>();
    private final List<Command> asked = new ArrayList<>();
    private final List<StepResult> answered = new ArrayList<>();
    private List<AwaitedEvent> exits = List.of();

    Script then(Function<Command, StepResult> line) {
      lines.add(line);
      return this;
    }

    void awaitAsked(int times) {
      await().until(() -> count() >= times);
    }

    private synchronized int count() {
      return asked.size();
    }

    @Override
    public synchronized Answer take(Command command) {
      asked.add(command);
      StepResult result = lines.get(asked.size() - 1).apply(command);
      answered.add(result);
      String step = command.step() == null ? "first" : command.step();
      return new Answer(command.plan(), step, result, exits);
    }
  }

  /** A message's workflow that notes that it began. */
  public static final class NotedMessage implements MessageWorkflow {

    @Override
    public MessageView deliver(MessageInput input) {
      SENT.add(input.messageId());
      return view();
    }

    @Override
    public void events(MessageEvents events) {}

    @Override
    public void recheck() {}

    @Override
    public MessageView view() {
      return new MessageView(MessageStatus.QUEUED, null, false, false, null, null, null);
    }
  }
}
