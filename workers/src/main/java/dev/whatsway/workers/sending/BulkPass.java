package dev.whatsway.workers.sending;

import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.BulkSending.Remaining;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.graph.GraphAnswer;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.Claim.Granted;
import dev.whatsway.store.message.LaneMessages.Due;
import dev.whatsway.store.message.SendLedger.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One activity's worth of a lane: messages go from due, through a slot of the number's pace and a
 * claim, to a call and its outcome. All decisions and all SQL are on the activity's own thread, a
 * statement for however many messages have come as far since the last look; slots and answers
 * arrive through a queue. So a lane needs one thread and one connection, whatever its number may
 * send.
 *
 * <p>Nothing is claimed before its slot has come: what is claimed is called within milliseconds, or
 * after another turn where the claim itself took long, and a crash leaves as few answers unknown as
 * calls were really open.
 */
final class BulkPass {

  /** Messages after which the activity returns, so that its history shows how the lane gets on. */
  private static final int MOST = 10_000;

  /**
   * A transaction costs much the same for one message and for twenty, so few wait this long for
   * more: much less than a turn may be late.
   */
  private static final Duration GATHERING = Duration.ofMillis(15);

  private static final int CROWD = 25;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Set<Scope> CONCERNS_ALL =
      Set.of(Scope.NUMBER, Scope.ACCOUNT, Scope.PORTFOLIO);

  private final BulkTools tools;
  private final Campaign campaign;
  private final BulkCommand lane;
  private final RouteChoice routes;
  private final DuePages pages;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Set<CompletableFuture<Void>> turns = new HashSet<>();
  private long handled;
  private int open;
  private boolean held;
  private boolean ending;
  private @Nullable Instant resumeAt;
  private @Nullable RuntimeException failure;

  /** Something that an open message has waited for. */
  private sealed interface Arrival {
    /** The number may send this message now, at {@code turn} by {@link System#nanoTime}. */
    record Slot(Due due, long turn) implements Arrival {}

    /** There is no turn for this message: the pass is ending, or turns cannot be had. */
    record NoSlot(@Nullable RuntimeException problem) implements Arrival {}

    /** The call has ended. */
    record Answered(Due due, Granted granted, Ending ending) implements Arrival {}
  }

  BulkPass(BulkTools tools, Campaign campaign, Channel channel, BulkCommand lane) {
    this.tools = tools;
    this.campaign = campaign;
    this.lane = lane;
    this.routes = new RouteChoice(campaign, channel);
    this.pages =
        new DuePages(
            tools.lane(),
            tools.quiet().possible(campaign.id()) ? tools.quiet() : null,
            lane,
            channel.unknownPolicy() == UnknownPolicy.GIVE_UP);
  }

  /**
   * Sends until nothing is due, enough is done, or something ends it; then waits for the calls that
   * are open.
   *
   * @param heartbeat called at least every second; what it throws ends the pass
   */
  BulkResult run(Runnable heartbeat) {
    while (true) {
      step(this::refill);
      if (ending) {
        turns.forEach(turn -> turn.cancel(false));
      }
      turns.removeIf(CompletableFuture::isDone);
      if (open == 0) {
        if (ending || pages.exhausted()) {
          break;
        }
        // A whole page was put off or given up.
        step(heartbeat);
        continue;
      }
      List<Arrival> arrived = arrived();
      step(() -> claim(arrived));
      step(() -> record(arrived));
      step(heartbeat);
    }
    if (failure != null) {
      throw failure;
    }
    return result();
  }

  /** A failure ends the pass, but not before every open call has its outcome. */
  private void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException problem) {
    ending = true;
    failure = failure == null ? problem : failure;
  }

  private void refill() {
    while (!ending && open < tools.inFlight()) {
      if (pages.peek() == null) {
        return;
      }
      if (handled >= MOST) {
        ending = true;
        return;
      }
      handled++;
      ask(pages.take());
    }
  }

  private void ask(Due due) {
    open++;
    CompletableFuture<Void> turn = tools.turns().ask(due.channelId(), campaign);
    turns.add(turn);
    turn.whenComplete(
        (granted, problem) ->
            arrivals.add(
                problem == null
                    ? new Arrival.Slot(due, System.nanoTime())
                    : new Arrival.NoSlot(
                        problem instanceof CancellationException ? null : unwrapped(problem))));
  }

  private static RuntimeException unwrapped(Throwable problem) {
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  private List<Arrival> arrived() {
    List<Arrival> arrived = new ArrayList<>();
    try {
      Arrival first = arrivals.poll(1, TimeUnit.SECONDS);
      if (first != null) {
        arrived.add(first);
        arrivals.drainTo(arrived);
        if (arrived.size() < CROWD) {
          TimeUnit.MILLISECONDS.sleep(GATHERING.toMillis());
          arrivals.drainTo(arrived);
        }
      }
    } catch (InterruptedException stopped) {
      // The worker stops; the open calls still get their outcomes, which takes seconds.
      ending = true;
    }
    return arrived;
  }

  private void claim(List<Arrival> arrived) {
    Map<UUID, Arrival.Slot> slots = new HashMap<>();
    for (Arrival arrival : arrived) {
      if (arrival instanceof Arrival.NoSlot none) {
        open--;
        if (none.problem() != null) {
          fail(none.problem());
        }
      } else if (arrival instanceof Arrival.Slot slot) {
        open--;
        if (!ending && !tools.turns().isPunctual(slot.turn())) {
          // Nothing is claimed yet, so another turn costs nothing.
          ask(slot.due());
        } else if (!ending) {
          slots.put(slot.due().id(), slot);
        }
      }
    }
    if (slots.isEmpty()) {
      return;
    }
    List<Request> requests = slots.values().stream().map(slot -> request(slot.due())).toList();
    Map<UUID, Claim> claims = tools.persistence().untilStored(() -> tools.claims().claim(requests));
    Map<UUID, Instant> waits = new HashMap<>();
    claims.forEach(
        (id, claim) -> {
          if (claim instanceof Granted granted) {
            call(slots.get(id), granted);
          } else if (claim instanceof Claim.Moved moved) {
            // It waits for a turn of the other number.
            pages.again(slots.get(id).due().through(moved.channelId()));
          } else {
            notSent(id, ((Claim.Answered) claim).result(), waits);
          }
        });
    tools.lane().postpone(waits);
  }

  private Request request(Due due) {
    int round = due.answerLost() ? Request.RESEND : Request.NEXT;
    return new Request(due.id(), round, routes.of(due.contactId()));
  }

  private void call(Arrival.Slot slot, Granted granted) {
    open++;
    try {
      GraphCalls.Call call = tools.calls().prepare(granted, granted.route());
      tools
          .turns()
          .stillOrAgain(granted.message(), slot.turn())
          .thenCompose(now -> post(granted, call))
          // Whatever happens, the open call has to arrive, or the pass would wait for ever.
          .exceptionally(unread -> Answers.lost(granted.attemptId(), null, "answer not read"))
          .thenAccept(ending -> arrivals.add(new Arrival.Answered(slot.due(), granted, ending)));
    } catch (RuntimeException unprepared) {
      arrivals.add(
          new Arrival.Answered(slot.due(), granted, Answers.unprepared(granted, unprepared)));
      // Not thrown: the others of this page are claimed as well, and must not be forgotten.
      fail(unprepared);
    }
  }

  private CompletableFuture<Ending> post(Granted granted, GraphCalls.Call call) {
    CompletableFuture<GraphAnswer> answer;
    try {
      answer = call.postAsync();
    } catch (RuntimeException unprepared) {
      return CompletableFuture.completedFuture(Answers.unprepared(granted, unprepared));
    }
    return answer.thenApply(read -> tools.answers().read(granted, call, read));
  }

  /** Says when to look again at a message that waits, and whether the whole lane has to. */
  private void notSent(UUID messageId, SendResult result, Map<UUID, Instant> waits) {
    if (result instanceof SendResult.Held) {
      held = true;
      ending = true;
    } else if (result instanceof SendResult.Unknown) {
      waits.put(messageId, now().plus(campaign.unknownDeadline()));
    } else if (result instanceof SendResult.Later later) {
      Instant due = later.due() == null ? tools.later().putOff(messageId).due() : later.due();
      if (due != null) {
        waits.put(messageId, due);
      }
    } else if (result instanceof SendResult.RateLimited limit
        && limit.scope() != Scope.QUIET_HOURS) {
      // Until when quiet hours hold it was written with the claim.
      waits.put(messageId, now().plus(limit.delay()));
      if (CONCERNS_ALL.contains(limit.scope())) {
        // Every other message of the lane would be told the same.
        ending = true;
        resumeAt = now().plus(limit.delay());
      }
    }
  }

  private void record(List<Arrival> arrived) {
    List<Arrival.Answered> ended =
        arrived.stream()
            .filter(Arrival.Answered.class::isInstance)
            .map(Arrival.Answered.class::cast)
            .toList();
    // Before anything that may fail: a call that has arrived is not waited for again.
    open -= ended.size();
    if (ended.isEmpty()) {
      return;
    }
    List<Arrival.Answered> answered = ended.stream().map(this::settled).toList();
    List<AttemptOutcome> outcomes = answered.stream().map(a -> a.ending().outcome()).toList();
    Set<UUID> counted = tools.persistence().untilStored(() -> tools.outcomes().record(outcomes));
    Map<UUID, Instant> waits = new HashMap<>();
    answered.forEach(
        answer -> tools.turns().heed(answer.granted().message().channelId(), answer.ending()));
    answered.forEach(answer -> goOn(answer, counted.contains(answer.granted().attemptId()), waits));
    tools.lane().postpone(waits);
  }

  private Arrival.Answered settled(Arrival.Answered answer) {
    return new Arrival.Answered(
        answer.due(),
        answer.granted(),
        tools.persistence().untilStored(() -> tools.stopping().settle(answer.ending())));
  }

  private void goOn(Arrival.Answered answer, boolean counted, Map<UUID, Instant> waits) {
    UUID id = answer.due().id();
    if (answer.ending() instanceof Ending.Again again) {
      Duration usual = FIRST_RETRY.multipliedBy(1L << answer.granted().answered());
      waits.put(id, now().plus(again.pause() == null ? usual : again.pause()));
      return;
    }
    SendResult result = ((Ending.Decided) answer.ending()).result();
    if (result instanceof SendResult.Refused) {
      // The compensation: the ledger leads it to the other route.
      pages.again(answer.due());
    } else if (counted || !(result instanceof SendResult.Unknown)) {
      notSent(id, result, waits);
    }
  }

  private BulkResult result() {
    if (held) {
      return new BulkResult(Remaining.HELD, handled(), null);
    }
    if (resumeAt != null) {
      return new BulkResult(Remaining.LATER, handled(), resumeAt);
    }
    if (!pages.exhausted()) {
      return new BulkResult(Remaining.MORE, handled(), null);
    }
    return tools
        .lane()
        .nextDue(campaign.id(), lane.first(), lane.end())
        .map(
            next ->
                next.at().isAfter(now())
                    ? new BulkResult(Remaining.LATER, handled(), next.at(), next.quietHours())
                    : new BulkResult(Remaining.MORE, handled(), null))
        .orElse(new BulkResult(Remaining.NOTHING, handled(), null));
  }

  private long handled() {
    return handled + pages.putOff();
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
