package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.SendResult.RateLimited;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.message.Claim.Outgoing;
import dev.whatsway.store.pacing.Ask;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.pacing.Traffic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Lets a send wait for its turn on its number, and tells the number what Meta says of its pace. */
@Component
class NumberTurns {

  private static final Logger log = LoggerFactory.getLogger(NumberTurns.class);

  /** The number is being upgraded, "within a minute" (131057), or is in maintenance (2494100). */
  private static final Set<Integer> RESTING = Set.of(131057, 2494100);

  private static final Duration REST = Duration.ofSeconds(30);

  /** A workflow's sleep costs five events, so it is not worth less. */
  private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(1);

  /** A call that is later than this after its turn would meet those of the turns since. */
  private static final Duration PUNCTUAL = Duration.ofMillis(500);

  /** Where turns cannot be had, a late call is better than an answer that never comes. */
  private static final Duration LONGEST_AGAIN = Duration.ofSeconds(2);

  private static final Failure LATER =
      new Failure(0, "The number's turn comes later", "Not offered to Meta");

  private final PaceAsks asks;
  private final Pacer pacer;
  private final PacingSettings settings;

  NumberTurns(PaceAsks asks, Pacer pacer, PacingSettings settings) {
    this.asks = asks;
    this.pacer = pacer;
    this.settings = settings;
  }

  /**
   * Waits until the message may be sent. Nothing is claimed meanwhile: a crash loses a slot, not an
   * answer.
   *
   * @return empty when it may be sent now, also for a message that is not to be sent any more; else
   *     the answer that lets its workflow sleep
   */
  Optional<RateLimited> await(UUID messageId) {
    return asks.of(messageId)
        .flatMap(
            ask -> {
              try {
                return pacer.acquireWithin(ask, settings.patience());
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The worker stops; nothing was sent.", stopped);
              }
            })
        .map(
            delay ->
                new RateLimited(
                    null,
                    Scope.NUMBER,
                    delay.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : delay,
                    LATER));
  }

  /**
   * Asks for a turn of the number for a message of a lane.
   *
   * @return completes when the message may be sent; canceling gives the turn away
   */
  CompletableFuture<Void> ask(UUID channelId, Campaign campaign) {
    return pacer.acquire(new Ask(channelId, campaign.id(), Traffic.of(campaign.category())));
  }

  /**
   * Returns whether a call may still go out on this turn.
   *
   * @param turn when it came, by {@link System#nanoTime}
   */
  boolean isPunctual(long turn) {
    return System.nanoTime() - turn < PUNCTUAL.toNanos();
  }

  /**
   * Waits for another turn where the claim of a message took so long that its turn has passed: a
   * disk that stalls lets the claims of a second return at once, and their calls would be a burst.
   * Those that are claimed go first, since a crash would lose their answers.
   *
   * @param turn when its turn came, by {@link System#nanoTime}
   * @return completes, never with a failure, when Meta may be called; what depends on it must not
   *     block
   */
  CompletableFuture<Void> stillOrAgain(Outgoing message, long turn) {
    if (isPunctual(turn)) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      CompletableFuture<Void> again =
          pacer.acquire(new Ask(message.channelId(), message.campaignId(), Traffic.TRANSACTIONAL));
      return again
          .copy()
          .orTimeout(LONGEST_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          // Canceled where it came too late, or it would book a slot for nobody.
          .handle((granted, problem) -> again.cancel(false))
          .thenAccept(late -> {});
    } catch (RejectedExecutionException stopping) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Slows the number down, or rests it, where Meta has refused a call for the number's pace. */
  void heed(UUID channelId, Ending ending) {
    if (ending instanceof Ending.Decided decided
        && decided.result() instanceof RateLimited limit
        && limit.scope() == Scope.NUMBER) {
      slowDown(channelId, limit.failure().code());
    }
  }

  private void slowDown(UUID channelId, int code) {
    try {
      if (RESTING.contains(code)) {
        pacer.quiet(channelId, REST);
      } else {
        pacer.slowDown(channelId);
      }
    } catch (DataAccessException away) {
      // The message itself waits in any case; the next refusal tells the number again.
      log.warn("A number could not be slowed down: {}", away.getClass().getName());
    }
  }
}
