package dev.whatsway.workers.journey;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.WorkflowIds;
import dev.whatsway.contract.journey.JourneyEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.store.journey.JourneySignals;
import dev.whatsway.store.journey.JourneySignals.Kind;
import dev.whatsway.store.journey.JourneySignals.Open;
import dev.whatsway.store.journey.JourneySignals.Untold;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Empties the outbox of journeys: starts their workflows, and tells each once what happened. A row
 * leaves the outbox only after that, so a crash repeats it, which changes nothing; while Temporal
 * is down, rows wait.
 */
@Component
class JourneyCourier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JourneyCourier.class);
  private static final int PAGE = 200;

  /** A signal takes some milliseconds, nearly all of them waiting. */
  static final int TELLERS = 16;

  /** Longer than a page takes. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration AWAY = Duration.ofSeconds(2);

  private final JourneySignals outbox;
  private final WorkflowClient client;
  private final Clock clock;
  private final ExecutorService tellers;

  JourneyCourier(JourneySignals outbox, WorkflowClient client, Clock clock) {
    this.outbox = outbox;
    this.client = client;
    this.clock = clock;
    tellers =
        Executors.newFixedThreadPool(
            TELLERS,
            task -> {
              Thread thread = new Thread(task, "journey-courier");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void close() {
    tellers.shutdownNow();
  }

  private record Person(UUID campaignId, UUID contactId) {}

  private record Letter(Person person, List<Untold> all) {

    boolean has(Kind kind) {
      return all.stream().anyMatch(untold -> untold.kind() == kind);
    }

    List<Long> ids() {
      return all.stream().map(Untold::id).toList();
    }
  }

  /**
   * Carries one page.
   *
   * @return how many rows it held
   */
  int carry() {
    List<Untold> page = outbox.claim(PAGE, LEASE);
    Queue<Long> told = new ConcurrentLinkedQueue<>();
    Queue<Long> untold = new ConcurrentLinkedQueue<>();
    // One call that is not answered takes as long as its timeout; the others need not try.
    AtomicBoolean away = new AtomicBoolean();
    CompletableFuture.allOf(
            letters(page).stream()
                .map(
                    letter ->
                        CompletableFuture.runAsync(
                            () -> (arrives(letter, away) ? told : untold).addAll(letter.ids()),
                            tellers))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    outbox.told(told);
    outbox.later(untold, clock.instant().plus(AWAY));
    return page.size();
  }

  /** Returns one letter for each person, with orders and cancels before what merely happened. */
  private static List<Letter> letters(List<Untold> page) {
    Map<Person, Letter> letters = new LinkedHashMap<>();
    for (Untold untold : page) {
      letters
          .computeIfAbsent(
              new Person(untold.campaignId(), untold.contactId()),
              person -> new Letter(person, new ArrayList<>()))
          .all()
          .add(untold);
    }
    return letters.values().stream()
        .sorted(Comparator.comparing(letter -> !letter.has(Kind.RECHECK)))
        .toList();
  }

  private boolean arrives(Letter letter, AtomicBoolean away) {
    try {
      return !away.get() && tell(letter);
    } catch (RuntimeException unanswered) {
      log.warn("Journeys cannot be told for now: {}", unanswered.getClass().getName());
      away.set(true);
      return false;
    }
  }

  /** Returns false where it is to be tried again. */
  private boolean tell(Letter letter) {
    Person person = letter.person();
    if (letter.has(Kind.START) && !start(person)) {
      return false;
    }
    List<JourneyEvent> events = events(letter.all());
    boolean arrived = events.isEmpty() || signal(person, "events", new JourneyEvents(events));
    if (letter.has(Kind.RECHECK)) {
      arrived &= signal(person, "recheck");
    }
    return arrived || !isToStart(person);
  }

  private static List<JourneyEvent> events(List<Untold> letter) {
    return letter.stream()
        .filter(untold -> untold.kind() == Kind.EVENT)
        .map(
            untold ->
                new JourneyEvent(
                    String.valueOf(untold.event()),
                    String.valueOf(untold.subject()),
                    untold.message()))
        .toList();
  }

  /** Returns false where their last journey's workflow is still about to end. */
  private boolean start(Person person) {
    Open open = outbox.open(person.campaignId(), person.contactId());
    if (open == null || open.active()) {
      return true;
    }
    JourneyState state =
        JourneyState.entering(
            person.campaignId(), person.contactId(), open.ordinal(), open.planHash());
    try {
      client
          .newUntypedWorkflowStub(JourneyWorkflow.class.getSimpleName(), options(person))
          .start(state);
      return true;
    } catch (WorkflowExecutionAlreadyStarted repeated) {
      return false;
    }
  }

  private static WorkflowOptions options(Person person) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.journey(person.campaignId(), person.contactId()))
        .setTaskQueue(TaskQueues.JOURNEYS)
        .setStaticSummary("One person's journey")
        // Who has left may come again.
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.CAMPAIGN_ID, person.campaignId().toString())
                .build())
        .build();
  }

  /** Returns whether its workflow is there. */
  private boolean signal(Person person, String name, Object... payload) {
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(WorkflowIds.journey(person.campaignId(), person.contactId()));
    try {
      workflow.signal(name, payload);
      return true;
    } catch (WorkflowNotFoundException ended) {
      return false;
    }
  }

  /** What happens to somebody whose workflow is about to be started has to wait for it. */
  private boolean isToStart(Person person) {
    Open open = outbox.open(person.campaignId(), person.contactId());
    return open != null && !open.active();
  }
}
