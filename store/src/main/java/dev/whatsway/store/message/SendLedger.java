package dev.whatsway.store.message;

import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.message.Attempt.Outcome;
import dev.whatsway.store.pacing.SendLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides, before each call to Meta, whether it may be made, and makes that decision durable. One
 * transaction locks the messages, looks at everything that may forbid their calls and inserts the
 * attempts; only its commit allows the calls. So whatever dies afterwards, the next look finds the
 * attempt, and a message is never offered twice without someone having allowed it.
 *
 * <p>The campaign's row is locked {@code FOR SHARE}: a pause waits for the claims under way, and no
 * claim starts after it. Stops, opt-outs, suppressions and erasures do the same by {@link
 * StopBarrier}.
 */
@Repository
public class SendLedger {

  /** The hold reason of a message that waits for a stop to be cleared. */
  static final String STOPPED = "stopped";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final SendLimits limits;
  private final Suppressions suppressions;
  private final JsonMapper json;
  private final Clock clock;

  public SendLedger(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Suppressions suppressions,
      JsonMapper json,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.limits = new SendLimits(jdbc);
    this.suppressions = suppressions;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Asks for one attempt.
   *
   * @param round the count of sends of this message that were asked for, from 1; {@link #NEXT} or
   *     {@link #RESEND} where nobody but the ledger counts
   * @param route the first choice; with {@code NEXT} and {@code RESEND} a message that MM has
   *     refused in the round goes through Cloud
   */
  public record Request(UUID messageId, int round, Route route) {

    /** Whatever round the attempts so far lead to. */
    public static final int NEXT = 0;

    /** The same, and an answer that was lost may be followed by another send. */
    public static final int RESEND = -1;

    Request after(List<Attempt> attempts) {
      if (round > 0) {
        return this;
      }
      if (attempts.isEmpty()) {
        return new Request(messageId, 1, route);
      }
      Attempt last = attempts.get(attempts.size() - 1);
      Outcome outcome = last.outcome() == null ? Outcome.UNKNOWN : last.outcome();
      int next =
          switch (outcome) {
            case REFUSED, RETRYABLE -> last.round();
            case UNKNOWN -> last.round() + (round == RESEND ? 1 : 0);
            default -> last.round() + 1;
          };
      return new Request(messageId, next, routeAfter(attempts));
    }

    /** A route that has refused this message definitely is not tried again. */
    private Route routeAfter(List<Attempt> attempts) {
      boolean refused =
          attempts.stream().anyMatch(a -> a.outcome() == Outcome.REFUSED && a.route() == route);
      if (!refused) {
        return route;
      }
      return route == Route.CLOUD ? Route.MARKETING_MESSAGES : Route.CLOUD;
    }
  }

  /**
   * Claims one attempt, or tells why not.
   *
   * @throws NoSuchElementException when there is no such message
   */
  public Claim claim(UUID messageId, int round, Route route) {
    Claim claim = claim(List.of(new Request(messageId, round, route))).get(messageId);
    if (claim == null) {
      throw new NoSuchElementException("No message " + messageId);
    }
    return claim;
  }

  /**
   * Claims an attempt for each message, or tells why not; all in one transaction.
   *
   * @param requests at most one for a message
   * @return by message; without those that are not there
   */
  public Map<UUID, Claim> claim(Collection<Request> requests) {
    return Objects.requireNonNull(transaction.execute(status -> claimLocked(requests)));
  }

  private Map<UUID, Claim> claimLocked(Collection<Request> requests) {
    new StopBarrier(jdbc).passing();
    UUID[] ids = requests.stream().map(Request::messageId).toArray(UUID[]::new);
    Map<UUID, LockedMessage> messages = LockedMessage.lock(jdbc, json, ids);
    // A statement of its own, after the locks: it sees what those that held them have committed.
    Map<UUID, List<Attempt>> attempts = attempts(ids);
    Set<Suppressions.Number> suppressed =
        suppressions.among(messages.values().stream().map(LockedMessage::number).toList());
    LineChoice lines =
        LineChoice.among(jdbc, messages.values().stream().map(LockedMessage::asking).toList());
    Instant now = clock.instant();
    ClaimWrites writes = new ClaimWrites(jdbc, now);
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    List<Request> open = new ArrayList<>();
    for (Request asked : requests) {
      LockedMessage message = messages.get(asked.messageId());
      if (message != null) {
        List<Attempt> known = attempts.getOrDefault(message.id(), List.of());
        Request request =
            lines.carried(message.asking(), message.outgoing().channelId(), asked.after(known));
        boolean onList = suppressed.contains(message.number());
        Claim answer = answer(message, known, request, onList, lines, writes);
        if (answer == null) {
          open.add(request);
        } else {
          claims.put(message.id(), answer);
        }
      }
    }
    List<ContactFrequency.Candidate> counted =
        open.stream()
            .map(request -> messages.get(request.messageId()))
            .filter(LockedMessage::capped)
            .map(LockedMessage::frequency)
            .toList();
    ContactFrequency frequency = ContactFrequency.lock(jdbc, counted, now);
    open.removeIf(
        request -> {
          LockedMessage message = Objects.requireNonNull(messages.get(request.messageId()));
          if (!message.capped() || frequency.take(message.frequency())) {
            return false;
          }
          List<Attempt> known = attempts.getOrDefault(message.id(), List.of());
          claims.put(
              message.id(),
              new Claim.Answered(
                  SendGate.personal(message, known, ContactFrequency.CAPPED, writes)));
          return true;
        });
    Map<UUID, SendResult.RateLimited> limited =
        limits.take(
            open.stream().map(r -> messages.get(r.messageId()).candidate(now)).toList(), now);
    for (Request request : open) {
      LockedMessage message = Objects.requireNonNull(messages.get(request.messageId()));
      SendResult.RateLimited limit = limited.get(message.id());
      if (limit != null && message.capped()) {
        frequency.giveBack(message.frequency());
      }
      claims.put(
          message.id(),
          limit == null
              ? grant(message, attempts.getOrDefault(message.id(), List.of()), request, writes)
              : limited(message, attempts.getOrDefault(message.id(), List.of()), limit, writes));
    }
    frequency.flush(counted);
    writes.flush();
    return claims;
  }

  /** Returns null where nothing but the limits is between the message and its call. */
  private @Nullable Claim answer(
      LockedMessage message,
      List<Attempt> attempts,
      Request request,
      boolean suppressed,
      LineChoice lines,
      ClaimWrites writes) {
    SendResult known =
        SendGate.answer(message, attempts, request, suppressed, clock.instant(), writes);
    if (known == null) {
      known = stopped(message, attempts, lines, writes);
    }
    if (known != null) {
      return new Claim.Answered(known);
    }
    CampaignLines.Line line = lines.of(message.asking());
    if (!line.channelId().equals(message.outgoing().channelId())) {
      writes.moveTo(message.id(), line.channelId());
      return new Claim.Moved(line.channelId());
    }
    return null;
  }

  private static @Nullable SendResult stopped(
      LockedMessage message, List<Attempt> attempts, LineChoice lines, ClaimWrites writes) {
    LineStop stop = lines.stop(message.asking());
    if (stop == null) {
      return null;
    }
    SendGate.hold(message, attempts, STOPPED, writes);
    return new SendResult.Held("stopped: " + stop.reason());
  }

  private static Claim limited(
      LockedMessage message,
      List<Attempt> attempts,
      SendResult.RateLimited limit,
      ClaimWrites writes) {
    String reason = "rate-limited:" + limit.scope().name().toLowerCase(Locale.ROOT);
    SendGate.hold(message, attempts, reason, writes);
    return new Claim.Answered(limit);
  }

  private static Claim grant(
      LockedMessage message, List<Attempt> attempts, Request request, ClaimWrites writes) {
    List<Attempt> before = SameTry.of(attempts, request);
    UUID attemptId = writes.attempt(message.outgoing(), request, before.size() + 1);
    if (message.holdReason() != null) {
      writes.hold(message.id(), null);
    }
    if (attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.UNKNOWN)) {
      writes.resend(message.id());
    }
    return new Claim.Granted(
        attemptId,
        request.route(),
        SameTry.answered(before),
        (int) attempts.stream().filter(a -> a.outcome() == Outcome.RATE_LIMITED).count(),
        attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.REFUSED),
        message.outgoing());
  }

  private Map<UUID, List<Attempt>> attempts(UUID[] messageIds) {
    Map<UUID, List<Attempt>> attempts = new HashMap<>();
    jdbc.sql("SELECT * FROM attempts WHERE message_id = ANY(:ids) ORDER BY round, started_at")
        .param("ids", messageIds)
        .query(
            (row, number) ->
                attempts
                    .computeIfAbsent(Rows.uuid(row, "message_id"), id -> new ArrayList<>())
                    .add(Attempt.read(row, number)))
        .list();
    return attempts;
  }
}
