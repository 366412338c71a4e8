package dev.whatsway.workers.dryrun;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.journey.step.EnterJourneyStep;
import dev.whatsway.journey.step.HttpCallSettings;
import dev.whatsway.journey.step.HttpCallStep;
import dev.whatsway.journey.step.SendStep;
import dev.whatsway.journey.step.SplitSettings;
import dev.whatsway.journey.step.SplitStep;
import dev.whatsway.journey.step.Splits;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.workers.journey.JourneyWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tries a journey out: the workflow that carries it out in production, under Temporal's
 * time-skipping test server, on a sample of real people. Weeks pass in seconds. Nothing is sent,
 * called or stored.
 */
public final class DryRun {

  /**
   * People a server. The test server of SDK 1.38 keeps a list of every lock of its time, so that it
   * takes ever longer for each; servers of their own stay quick.
   */
  private static final int TOGETHER = 150;

  /** Workflow threads: one a person, and one for each message of theirs that waits. */
  private static final int THREADS = 2 * TOGETHER;

  /** In real time, of which a large dry run takes a few minutes. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  private final DrySetting setting;
  private final List<JourneyStep<?>> plugIns;
  private final Duration longest;
  private final Troubles troubles;
  // The same for the same plan, so that repeated runs draw alike.
  private final UUID campaignId;

  /**
   * @param plugIns steps that do not come with WhatsWay; those that are harmless are run
   * @param longest in real time; then it is given up
   */
  public DryRun(DrySetting setting, List<JourneyStep<?>> plugIns, Duration longest) {
    this(setting, plugIns, longest, Troubles.NONE);
  }

  DryRun(DrySetting setting, List<JourneyStep<?>> plugIns, Duration longest, Troubles troubles) {
    this.setting = setting;
    this.plugIns = plugIns;
    this.longest = longest;
    this.troubles = troubles;
    this.campaignId = UUID.nameUUIDFromBytes(setting.plan().hash().getBytes(UTF_8));
  }

  /**
   * What goes wrong on the way, for tests.
   *
   * @param cache workflows that a worker remembers; with few it goes on from their histories, as
   *     after a crash
   * @param around stands before the activity
   */
  record Troubles(int cache, UnaryOperator<JourneySteps> around) {

    static final Troubles NONE = new Troubles(THREADS, UnaryOperator.identity());
  }

  /**
   * Returns what would happen.
   *
   * @throws DryRunTooLong when it took too long
   */
  public DryOutcome run() {
    long deadline = System.nanoTime() + longest.toNanos();
    List<DrySend> sends = new ArrayList<>();
    List<DryMove> moves = new ArrayList<>();
    List<DryEnd> ends = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    List<Contact> people = setting.people();
    for (int from = 0; from < people.size(); from += TOGETHER) {
      DryOutcome part =
          run(people.subList(from, Math.min(from + TOGETHER, people.size())), deadline);
      sends.addAll(part.sends());
      moves.addAll(part.moves());
      ends.addAll(part.ends());
      broken.addAll(part.broken());
    }
    return new DryOutcome(sends, moves, ends, broken);
  }

  private DryOutcome run(List<Contact> people, long deadline) {
    try (TestWorkflowEnvironment time = TestWorkflowEnvironment.newInstance(options())) {
      DryWorld world = new DryWorld(setting, campaignId, time);
      DrySteps steps = new DrySteps(setting, world, taker(world));
      Worker worker = time.newWorker(TaskQueues.JOURNEYS);
      worker.registerWorkflowImplementationTypes(JourneyWorkflowImpl.class);
      worker.registerActivitiesImplementations(troubles.around().apply(steps));
      time.newWorker(TaskQueues.MESSAGES)
          .registerWorkflowImplementationTypes(DryMessageWorkflowImpl.class);
      time.start();
      travel(time, people, deadline);
      return new DryOutcome(
          List.copyOf(world.sends()),
          List.copyOf(steps.moves()),
          List.copyOf(steps.ends()),
          List.copyOf(steps.broken()));
    }
  }

  private TestEnvironmentOptions options() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setInitialTime(setting.start())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setMaxWorkflowThreadCount(THREADS)
                    .setWorkflowCacheSize(troubles.cache())
                    .build())
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadConversion.dataConverter())
                    .build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    return options.build();
  }

  private void travel(TestWorkflowEnvironment time, List<Contact> people, long deadline) {
    WorkflowClient client = time.getWorkflowClient();
    List<WorkflowStub> journeys = new ArrayList<>();
    long ordinal = 0;
    for (Contact contact : people) {
      WorkflowStub journey =
          client.newUntypedWorkflowStub(
              JourneyWorkflow.class.getSimpleName(),
              WorkflowOptions.newBuilder()
                  .setWorkflowId(WorkflowIds.journey(campaignId, contact.id()))
                  .setTaskQueue(TaskQueues.JOURNEYS)
                  .build());
      journey.start(
          JourneyState.entering(campaignId, contact.id(), ordinal++, setting.plan().hash()));
      journeys.add(journey);
    }
    journeys.forEach(journey -> await(journey, deadline));
  }

  private void await(WorkflowStub journey, long deadline) {
    try {
      journey.getResult(
          Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())),
          TimeUnit.MILLISECONDS,
          JourneyView.class);
    } catch (TimeoutException e) {
      throw new DryRunTooLong(longest);
    }
  }

  private StepTaker taker(DryWorld world) {
    List<JourneyStep<?>> kinds = new ArrayList<>(CoreSteps.PURE);
    kinds.add(new SendStep(world));
    kinds.add(new SplitStep(new FixedShares()));
    kinds.add(new HttpCallStep(DryRun::call));
    kinds.add(new EnterJourneyStep((settings, context) -> "would enter another journey"));
    plugIns.forEach(step -> kinds.add(UnrunStep.of(step)));
    return new StepTaker(kinds);
  }

  private static HttpCallStep.Answer call(
      HttpCallSettings settings, Map<String, @Nullable String> body, StepContext context) {
    return new HttpCallStep.Answer(true, "would be called");
  }

  /** A winner needs real people's reactions. */
  private static final class FixedShares implements Splits {

    @Override
    public Optional<SplitSettings.Arm> winner(Visit visit, SplitSettings settings) {
      return Optional.empty();
    }

    @Override
    public void enters(Visit visit, String arm) {
      // The moves tell.
    }
  }
}
