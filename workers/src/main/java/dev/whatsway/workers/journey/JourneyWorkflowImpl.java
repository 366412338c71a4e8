package dev.whatsway.workers.journey;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.journey.AwaitedEvent;
import dev.whatsway.contract.journey.JourneyEvents;
import dev.whatsway.contract.journey.JourneyState;
import dev.whatsway.contract.journey.JourneySteps;
import dev.whatsway.contract.journey.JourneySteps.Answer;
import dev.whatsway.contract.journey.JourneyView;
import dev.whatsway.contract.journey.JourneyWorkflow;
import dev.whatsway.contract.journey.StepResult;
import dev.whatsway.contract.journey.StepResult.Exit;
import dev.whatsway.contract.journey.StepResult.Go;
import dev.whatsway.contract.journey.StepResult.Send;
import dev.whatsway.contract.journey.StepResult.Wait;
import dev.whatsway.contract.journey.Woken;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.workers.message.MessageStarts;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one person through a journey: asks an activity what to do at a step, waits, asks again. It
 * knows neither plans nor kinds of steps, so that a plug-in or another version of a step cannot
 * break the history of somebody who is on their way for months.
 *
 * <p>Id {@code campaign/<id>/journey/<contact>}, queue {@code journeys}. About 6 events a step that
 * decides, 12 one that waits or sends; it continues as new at a step's end when the server asks for
 * it. Limit: one workflow a person, so a campaign enters some 20 to 50 people a second.
 */
@WorkflowImpl(workers = TaskQueues.JOURNEYS)
public final class JourneyWorkflowImpl implements JourneyWorkflow {

  /** Longer than the 15 s of an http_call; a person waits so long for a worker that has died. */
  private static final Duration ONE_TRY = Duration.ofSeconds(20);

  private static final RetryOptions RETRIES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setMaximumInterval(Duration.ofMinutes(1))
          .build();

  private final Whereabouts whereabouts;
  private int rechecks;

  /** Builds all state: a signal may be handled before {@code travel} has run a line. */
  @WorkflowInit
  public JourneyWorkflowImpl(JourneyState state) {
    whereabouts = new Whereabouts(state);
  }

  @Override
  public JourneyView travel(JourneyState state) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.CAMPAIGN_ID.valueSet(state.campaignId().toString()));
    @Nullable Woken woken = whereabouts.happened(state.exits());
    @Nullable Wait standing = null;
    while (true) {
      // Read before the look: a word that overtakes its answer must not be lost.
      int seen = rechecks;
      Answer answer = steps().take(whereabouts.command(woken, standing));
      whereabouts.took(answer);
      StepResult result = answer.result();
      if (result instanceof Exit exit) {
        whereabouts.ends(exit.reason());
        show();
        return whereabouts.view();
      }
      woken = null;
      standing = null;
      if (result instanceof Go go) {
        whereabouts.goTo(go);
        continueAsNewIfLong();
        woken = whereabouts.happened(answer.exits());
      } else if (result instanceof Wait wait) {
        woken = await(wait, answer.exits(), seen);
        standing = woken instanceof Woken.ByEvent ? null : wait;
      } else if (result instanceof Send send) {
        woken = send(send.message(), answer.exits(), seen);
      }
    }
  }

  @Override
  public void events(JourneyEvents events) {
    whereabouts.note(events);
  }

  @Override
  public void recheck() {
    rechecks++;
  }

  @Override
  public JourneyView view() {
    return whereabouts.view();
  }

  /** Returns what ended the wait; null where the person is to be looked at again. */
  private @Nullable Woken await(Wait wait, List<AwaitedEvent> exits, int seen) {
    whereabouts.waits(wait.until(), wait.why());
    show();
    if (wait.until() == null) {
      Workflow.await(() -> woken(wait.events(), exits) != null || rechecks != seen);
    } else {
      Waits.until(
          () -> woken(wait.events(), exits) != null || rechecks != seen,
          Duration.between(Waits.now(), wait.until()),
          wait.why());
    }
    @Nullable Woken event = woken(wait.events(), exits);
    if (event != null) {
      return event;
    }
    boolean over = wait.until() != null && !Waits.now().isBefore(wait.until());
    return over ? new Woken.ByTime() : null;
  }

  /** Starts the message's workflow, and waits until it is decided whether Meta took it. */
  private @Nullable Woken send(MessageInput message, List<AwaitedEvent> exits, int seen) {
    whereabouts.sends(message.messageId());
    show();
    MessageStarts.start(List.of(message));
    List<AwaitedEvent> decided = whereabouts.decided();
    Workflow.await(() -> woken(decided, exits) != null || rechecks != seen);
    return woken(decided, exits);
  }

  /** An event that ends the journey comes before one that a step waits for. */
  private @Nullable Woken woken(List<AwaitedEvent> events, List<AwaitedEvent> exits) {
    @Nullable Woken exit = whereabouts.happened(exits);
    return exit != null ? exit : whereabouts.happened(events);
  }

  private void continueAsNewIfLong() {
    if (Workflow.getInfo().isContinueAsNewSuggested()) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      Workflow.newContinueAsNewStub(JourneyWorkflow.class).travel(whereabouts.state());
    }
  }

  private void show() {
    Workflow.setCurrentDetails(whereabouts.details());
  }

  private JourneySteps steps() {
    return Workflow.newActivityStub(
        JourneySteps.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.JOURNEYS)
            .setStartToCloseTimeout(ONE_TRY)
            .setRetryOptions(RETRIES)
            .setSummary(whereabouts.asks())
            .build());
  }
}
