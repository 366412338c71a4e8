package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.message.Attempt.Outcome;
import dev.whatsway.store.pacing.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides, before each call to Meta, whether it may be made, and makes that decision durable. One
 * transaction locks the messages, looks at everything that may forbid their calls and inserts the
 * attempts; only its commit allows the calls. So whatever dies afterwards, the next look finds the
 * attempt, and a message is never offered twice without someone having allowed it.
 *
 * <p>The campaign's row is locked {@code FOR SHARE}: a pause waits for the claims under way, and no
 * claim starts after it.
 */
@Repository
public class SendLedger {

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK_MESSAGES =
      """
      SELECT m.*, c.status AS campaign_status, c.category,
             k.opt_in_at, k.opted_out_at,
             n.account_id, COALESCE(n.portfolio_id, n.waba_id) AS portfolio, n.messaging_limit
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN channels n ON n.id = m.channel_id
      JOIN contacts k ON k.id = m.contact_id
      WHERE m.id = ANY(:ids)
      ORDER BY m.id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final SendLimits limits;
  private final JsonMapper json;
  private final Clock clock;

  public SendLedger(
      JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.limits = new SendLimits(jdbc);
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
    UUID[] ids = requests.stream().map(Request::messageId).toArray(UUID[]::new);
    Map<UUID, Locked> messages = new HashMap<>();
    jdbc.sql(LOCK_MESSAGES)
        .param("ids", ids)
        .query(this::locked)
        .list()
        .forEach(message -> messages.put(message.id(), message));
    // A statement of its own, after the locks: it sees what those that held them have committed.
    Map<UUID, List<Attempt>> attempts = attempts(ids);
    Instant now = clock.instant();
    ClaimWrites writes = new ClaimWrites(jdbc, now);
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    List<Request> open = new ArrayList<>();
    for (Request request : requests) {
      Locked message = messages.get(request.messageId());
      if (message != null) {
        List<Attempt> known = attempts.getOrDefault(message.id(), List.of());
        Request asked = request.after(known);
        SendResult answer = answer(message, known, asked, writes);
        if (answer == null) {
          open.add(asked);
        } else {
          claims.put(message.id(), new Claim.Answered(answer));
        }
      }
    }
    Map<UUID, SendResult.RateLimited> limited =
        limits.take(open.stream().map(r -> messages.get(r.messageId()).candidate()).toList(), now);
    for (Request request : open) {
      Locked message = Objects.requireNonNull(messages.get(request.messageId()));
      SendResult.RateLimited limit = limited.get(message.id());
      claims.put(
          message.id(),
          limit == null
              ? grant(message, attempts.getOrDefault(message.id(), List.of()), request, writes)
              : limited(message, limit, writes));
    }
    writes.flush();
    return claims;
  }

  private static @Nullable SendResult answer(
      Locked message, List<Attempt> attempts, Request request, ClaimWrites writes) {
    SendResult known = alreadyKnown(message, attempts, request, writes);
    return known == null ? refusedByGate(message, writes) : known;
  }

  private static Claim limited(Locked message, SendResult.RateLimited limit, ClaimWrites writes) {
    writes.hold(message.id(), "rate-limited:" + limit.scope().name().toLowerCase(Locale.ROOT));
    return new Claim.Answered(limit);
  }

  private static @Nullable SendResult alreadyKnown(
      Locked message, List<Attempt> attempts, Request request, ClaimWrites writes) {
    if (message.status != MessageStatus.QUEUED) {
      return ended(message, attempts);
    }
    for (Attempt attempt : attempts) {
      if (attempt.inFlight()) {
        // Its worker died, or still waits for Meta after Temporal has given up on it.
        writes.lose(message.id(), attempt.id());
        return new SendResult.Unknown(attempt.id(), "the worker was lost during the call");
      }
      // An unknown attempt of an earlier round has been given up on by the channel's policy.
      if (attempt.outcome() == Outcome.UNKNOWN && attempt.round() >= request.round()) {
        return new SendResult.Unknown(attempt.id(), "the answer was lost");
      }
    }
    return ofTheSameTry(attempts, request).stream()
        .reduce((earlier, later) -> later)
        .map(SendLedger::repeated)
        .orElse(null);
  }

  private static List<Attempt> ofTheSameTry(List<Attempt> attempts, Request request) {
    return attempts.stream()
        .filter(a -> a.round() == request.round() && a.route() == request.route())
        .toList();
  }

  /** Answers a retry by Temporal whose first try had its outcome recorded, but not reported. */
  private static @Nullable SendResult repeated(Attempt attempt) {
    Failure failure =
        attempt.failure() == null ? new Failure(0, "refused", null) : attempt.failure();
    return switch (Objects.requireNonNull(attempt.outcome())) {
      case REFUSED -> new SendResult.Refused(attempt.id(), failure);
      case RATE_LIMITED ->
          new SendResult.RateLimited(
              attempt.id(), SendResult.RateLimited.Scope.NUMBER, Duration.ofSeconds(10), failure);
      default -> null;
    };
  }

  private static SendResult ended(Locked message, List<Attempt> attempts) {
    Attempt last =
        attempts.stream()
            .filter(attempt -> attempt.outcome() == Outcome.ACCEPTED)
            .findFirst()
            .orElse(attempts.isEmpty() ? null : attempts.get(attempts.size() - 1));
    UUID attemptId = last == null ? message.id() : last.id();
    return switch (message.status) {
      case FAILED ->
          new SendResult.Rejected(
              attemptId, Objects.requireNonNullElse(message.failure, new Failure(0, "", null)));
      case SKIPPED, CANCELED, UNKNOWN ->
          new SendResult.NotSent(
              message.status,
              Objects.requireNonNullElse(message.skipReason, message.status.wire()));
      default -> new SendResult.Accepted(attemptId, message.wamid);
    };
  }

  private static @Nullable SendResult refusedByGate(Locked message, ClaimWrites writes) {
    if (message.campaign == CampaignStatus.PAUSED) {
      writes.hold(message.id(), "paused");
      return new SendResult.Held("the campaign is paused");
    }
    if (message.campaign != CampaignStatus.RUNNING) {
      return writes.end(
          message.id(), MessageStatus.CANCELED, "campaign-" + message.campaign.wire());
    }
    if (message.outgoing.marketing() && message.optedOutAt != null && !optedInAgain(message)) {
      return writes.end(message.id(), MessageStatus.SKIPPED, "opted-out");
    }
    if (message.outgoing.marketing() && message.optInAt == null) {
      return writes.end(message.id(), MessageStatus.SKIPPED, "no-consent");
    }
    return null;
  }

  private static boolean optedInAgain(Locked message) {
    return message.optInAt != null && message.optInAt.isAfter(message.optedOutAt);
  }

  private static Claim grant(
      Locked message, List<Attempt> attempts, Request request, ClaimWrites writes) {
    List<Attempt> before = ofTheSameTry(attempts, request);
    UUID attemptId = writes.attempt(message.outgoing, request, before.size() + 1);
    if (message.held) {
      writes.hold(message.id(), null);
    }
    return new Claim.Granted(
        attemptId,
        request.route(),
        (int) before.stream().filter(attempt -> attempt.httpStatus() != null).count(),
        (int) attempts.stream().filter(a -> a.outcome() == Outcome.RATE_LIMITED).count(),
        attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.REFUSED),
        message.outgoing);
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

  private Locked locked(ResultSet row, int number) throws SQLException {
    Map<String, String> variables =
        json.readValue(row.getString("variables"), new TypeReference<>() {});
    return new Locked(
        MessageStatus.of(row.getString("status")),
        CampaignStatus.of(row.getString("campaign_status")),
        Rows.instant(row, "opt_in_at"),
        Rows.instant(row, "opted_out_at"),
        row.getString("hold_reason") != null,
        row.getString("skip_reason"),
        row.getString("wamid"),
        Rows.failure(row),
        new SendLimits.Candidate(
            Rows.uuid(row, "id"),
            Rows.uuid(row, "channel_id"),
            row.getString("recipient_number"),
            Rows.uuid(row, "account_id"),
            row.getString("portfolio"),
            row.getString("messaging_limit")),
        new Claim.Outgoing(
            Rows.uuid(row, "id"),
            Rows.uuid(row, "campaign_id"),
            Rows.uuid(row, "channel_id"),
            row.getString("recipient_number"),
            row.getString("template_name"),
            row.getString("template_language"),
            variables,
            row.getString("category").equalsIgnoreCase("marketing")));
  }

  private record Locked(
      MessageStatus status,
      CampaignStatus campaign,
      @Nullable Instant optInAt,
      @Nullable Instant optedOutAt,
      boolean held,
      @Nullable String skipReason,
      @Nullable String wamid,
      @Nullable Failure failure,
      SendLimits.Candidate candidate,
      Claim.Outgoing outgoing) {

    UUID id() {
      return outgoing.messageId();
    }
  }
}
