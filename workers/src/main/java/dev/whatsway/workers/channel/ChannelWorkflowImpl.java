package dev.whatsway.workers.channel;

import dev.whatsway.contract.SearchAttributes;
import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.channel.ChannelCare;
import dev.whatsway.contract.channel.ChannelCare.Standing;
import dev.whatsway.contract.channel.ChannelCare.TokenLife;
import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.ChannelWorkflow;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.workers.waiting.Waits;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One channel, for as long as it exists: asks Meta about the number every six hours, exchanges the
 * token before it ends, tells campaigns of stops at once, and looks again and again whether the
 * cause of a stop is gone.
 *
 * <p>Id {@code channel/<id>}, queue {@code campaigns}. Some 12 events a look, 4 looks a day on a
 * quiet channel; it continues as new when the server suggests it, which a quiet one reaches after
 * about two months. Its state is times and counts: what stands, and against whom, is in PostgreSQL,
 * and each activity may be repeated. Limit: it asks Meta once a look, so a cause that goes and
 * comes back between two looks is not seen; the next refusal tells.
 */
@WorkflowImpl(workers = TaskQueues.CAMPAIGNS)
public final class ChannelWorkflowImpl implements ChannelWorkflow {

  static final Duration SYNC_EVERY = Duration.ofHours(6);

  /** Meta: a token that has expired cannot be exchanged any more. */
  static final Duration RENEW_BEFORE = Duration.ofDays(7);

  private static final Duration TRY_AGAIN = Duration.ofHours(1);
  private static final Duration FIRST_PROBE = Duration.ofMinutes(1);
  private static final Duration LATEST_PROBE = Duration.ofMinutes(15);

  /** Workflow time has milliseconds: a wait for less than one would be none, over and over. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A stop that comes back sooner than this goes on with the pauses it had. */
  private static final Duration QUIET = Duration.ofHours(1);

  private final UUID channelId;
  private final ChannelCare care = ChannelStubs.care();
  private final ChannelCare patient = ChannelStubs.patientCare();
  private @Nullable Instant syncAt;
  private @Nullable Instant renewAt;
  private int openStops;
  private @Nullable Instant probeAt;
  private int probes;
  private @Nullable Instant quietSince;

  /** Builds all state: a signal may be handled before {@code lookAfter} has run a line. */
  @WorkflowInit
  public ChannelWorkflowImpl(ChannelState state) {
    channelId = state.channelId();
    syncAt = state.syncAt();
    renewAt = state.renewAt();
    openStops = state.openStops();
    probeAt = state.probeAt();
    probes = state.probes();
    quietSince = state.quietSince();
  }

  @Override
  public void lookAfter(ChannelState state) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.CHANNEL_ID.valueSet(channelId.toString()));
    while (!Workflow.getInfo().isContinueAsNewSuggested()) {
      if (isDue(syncAt)) {
        sync();
      } else if (renewAt != null && isDue(renewAt)) {
        renew();
      } else if (openStops > 0 && isDue(probeAt)) {
        probe();
      } else {
        rest();
      }
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.newContinueAsNewStub(ChannelWorkflow.class).lookAfter(state());
  }

  /** In the handler itself: it must not wait for an answer of Meta's that the main loop awaits. */
  @Override
  public void stopsChanged() {
    stand(patient.tellCampaigns(channelId));
  }

  @Override
  public void settingsChanged() {
    syncAt = null;
  }

  @Override
  public TemplateCounts syncTemplates() {
    return care.syncTemplates(channelId);
  }

  @Override
  public ChannelState state() {
    return new ChannelState(
        ChannelState.SCHEMA, channelId, syncAt, renewAt, openStops, probeAt, probes, quietSince);
  }

  private void sync() {
    syncAt = Waits.now().plus(SYNC_EVERY);
    TokenLife life = orNull(() -> care.syncChannel(channelId));
    if (life != null) {
      renewal(life);
    } else if (syncAt != null) {
      syncAt = Waits.now().plus(TRY_AGAIN);
    }
  }

  private void renew() {
    renewAt = Waits.now().plus(TRY_AGAIN);
    TokenLife life = orNull(() -> care.renewToken(channelId));
    if (life != null) {
      renewal(life);
    }
  }

  /** A token whose life Meta did not prolong is tried again, but not at once. */
  private void renewal(TokenLife life) {
    Instant expiresAt = life.expiresAt();
    if (expiresAt == null) {
      renewAt = null;
      return;
    }
    Instant due = expiresAt.minus(RENEW_BEFORE);
    boolean tried =
        renewAt != null
            && renewAt.isAfter(Waits.now())
            && !renewAt.isAfter(Waits.now().plus(TRY_AGAIN));
    renewAt = tried && renewAt.isAfter(due) ? renewAt : due;
  }

  private void probe() {
    probes++;
    probeAt = Waits.now().plus(pause());
    Standing standing = orNull(() -> care.probeStops(channelId));
    if (standing != null) {
      stand(standing);
    }
  }

  private void stand(Standing standing) {
    if (standing.openStops() > 0 && openStops == 0) {
      if (quietSince == null || !Waits.now().isBefore(quietSince.plus(QUIET))) {
        probes = 0;
      }
      probeAt = Waits.now().plus(pause());
      quietSince = null;
    } else if (standing.openStops() == 0 && openStops > 0) {
      probeAt = null;
      quietSince = Waits.now();
    }
    openStops = standing.openStops();
    Workflow.setCurrentDetails(
        openStops == 0 ? "nothing stops it" : "**" + openStops + " stops stand**");
  }

  private Duration pause() {
    Duration grown = FIRST_PROBE.multipliedBy(1L << Math.min(probes, 4));
    return grown.compareTo(LATEST_PROBE) < 0 ? grown : LATEST_PROBE;
  }

  private void rest() {
    Instant next = Objects.requireNonNull(syncAt);
    String why = "Asks Meta about the number and its token";
    if (renewAt != null && renewAt.isBefore(next)) {
      next = renewAt;
      why = "Exchanges the token before it ends";
    }
    if (openStops > 0 && probeAt != null && probeAt.isBefore(next)) {
      next = probeAt;
      why = "Looks whether the cause of " + openStops + " stops is gone";
    }
    Duration wait = Duration.between(Waits.now(), next);
    ChannelState before = state();
    Waits.until(
        () -> !state().equals(before) || Workflow.getInfo().isContinueAsNewSuggested(),
        wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait,
        why);
  }

  private static boolean isDue(@Nullable Instant at) {
    return at == null || !at.isAfter(Waits.now());
  }

  /** Returns null where the activity gave up for now; the next time is set already. */
  private static <T> @Nullable T orNull(Supplier<T> activity) {
    try {
      return activity.get();
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      return null;
    }
  }
}
