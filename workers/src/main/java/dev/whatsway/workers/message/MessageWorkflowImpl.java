package dev.whatsway.workers.message;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvents;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.MessageView;
import dev.whatsway.contract.message.MessageWorkflow;
import dev.whatsway.contract.message.Route;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.failure.TemporalFailure;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One message from its send to a terminal status or its TTL, so that an operator finds every
 * message by its status in the Temporal UI and reads there why it went which way.
 *
 * <p>Id {@code message/<id>}, queue {@code messages}; its sends run on {@code sending}. 19 events
 * for a message that goes through and is read soon, some 12 more for one that is not, 7 for a
 * compensated refusal, 5 a rate-limit sleep. It waits for signals only, so an open one costs the
 * server a row and the workers nothing once it has left their cache. Limit: one such workflow is 2
 * to 5 times as dear as a row in a batch; campaigns that need no wait per message use tracking
 * {@code ledger}.
 */
@WorkflowImpl(workers = TaskQueues.MESSAGES)
public final class MessageWorkflowImpl implements MessageWorkflow {

  /** Meta, "Template pacing": within the hour for 99 of 100. */
  private static final Duration RELEASE = Duration.ofHours(1);

  /** Keeps quiet about what is seldom looked for: {@link MessageInput#lookAfter}. */
  private static final String QUIET = "quiet-statuses";

  private final MessageInput input;
  private final MessageStory story;
  private final MessageSettling settling;
  private final SendSaga saga;
  private MessageStatus publishedStatus = MessageStatus.QUEUED;
  private Route publishedRoute;
  private boolean quiet;

  /** Builds all state: events may be handled before {@code deliver} has run a line. */
  @WorkflowInit
  public MessageWorkflowImpl(MessageInput input) {
    this.input = input;
    this.story = new MessageStory(input.route());
    this.settling = settling();
    this.saga = new SendSaga(input, story, settling, this::publish);
    this.publishedRoute = input.route();
  }

  @Override
  public MessageView deliver(MessageInput input) {
    quiet =
        input.lookAfter() != null && Workflow.getVersion(QUIET, Workflow.DEFAULT_VERSION, 1) >= 1;
    try {
      do {
        saga.run();
        if (story.status().taken()) {
          track();
        }
      } while (saga.comesAgain());
    } catch (TemporalFailure failure) {
      if (!Waits.isCancellation(failure)) {
        throw failure;
      }
      // An operator canceled this workflow: its message must not stay queued for ever. The SDK
      // closes the workflow as canceled all the same.
      Workflow.newDetachedCancellationScope(this::endCanceled).run();
    }
    story.waitsFor(null);
    quiet = false;
    publish();
    return story.view();
  }

  @Override
  public void events(MessageEvents events) {
    story.apply(events);
    publish();
  }

  @Override
  public void recheck() {
    saga.recheck();
  }

  @Override
  public MessageView view() {
    return story.view();
  }

  private void track() {
    awaitRelease();
    story.waitsFor("delivered, read" + (input.tracksClicks() ? ", clicked" : ""));
    publish();
    Duration left = input.ttl();
    Duration lookAfter = input.lookAfter();
    if (quiet && lookAfter != null && lookAfter.compareTo(left) < 0) {
      if (finishesWithin(lookAfter, "Waits for the read, then looks where the message stands")) {
        return;
      }
      look();
      left = left.minus(lookAfter);
    }
    boolean finished = finishesWithin(left, "Waits for statuses until the TTL");
    // Meta sends no webhook for a message it dropped at its TTL.
    if (!finished && !story.reachedThePhone()) {
      story.settle(settling.expire(input.messageId()), "no delivery before the TTL");
    }
  }

  private boolean finishesWithin(Duration wait, String summary) {
    return Waits.until(() -> story.finished(input.tracksClicks()), wait, summary);
  }

  private void look() {
    MessageStatus standing = settling.standing(input.messageId());
    // A failure is told with its reason.
    if (standing.taken()) {
      story.rise(standing);
    }
    quiet = false;
    publish();
  }

  /** Meta releases or fails what it holds by a webhook, most of it within the hour. */
  private void awaitRelease() {
    String held = saga.heldByMeta();
    if (held != null && story.status() == MessageStatus.ACCEPTED) {
      story.waitsFor(held);
      quiet = false;
      publish();
      Waits.until(() -> story.status() != MessageStatus.ACCEPTED, RELEASE, held);
    }
  }

  private void endCanceled() {
    if (story.undecided()) {
      saga.fail(new Failure(0, "The message's workflow was canceled", null));
    }
  }

  /** Upserts only what has changed: each upsert is an event and a write to visibility. */
  private void publish() {
    List<SearchAttributeUpdate<?>> changes = new ArrayList<>();
    if (story.status() != publishedStatus && !passes()) {
      publishedStatus = story.status();
      changes.add(SearchAttributes.MESSAGE_STATUS.valueSet(publishedStatus.wire()));
    }
    if (story.route() != publishedRoute) {
      publishedRoute = story.route();
      changes.add(SearchAttributes.ROUTE.valueSet(publishedRoute.wire()));
    }
    if (!changes.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(changes.toArray(SearchAttributeUpdate[]::new));
    }
    Workflow.setCurrentDetails(details());
  }

  /** Whoever is accepted is read soon, or looked at. */
  private boolean passes() {
    return quiet && story.status() == MessageStatus.ACCEPTED;
  }

  private String details() {
    MessageView view = story.view();
    String status = "**" + view.status().wire() + "** through " + story.route().wire();
    if (view.failure() != null) {
      status += ": " + view.failure().code() + " " + view.failure().title();
    } else if (view.reason() != null) {
      status += ": " + view.reason();
    }
    if (story.remark() != null) {
      status += "; " + story.remark();
    }
    return view.waitingFor() == null ? status : status + "; waits for: " + view.waitingFor();
  }

  private static MessageSettling settling() {
    return Workflow.newActivityStub(
        MessageSettling.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.MESSAGES)
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .build())
            .setSummary("Settle the message in the ledger")
            .build());
  }
}
