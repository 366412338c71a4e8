package dev.whatsway.store.message;

import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.CampaignLines.LineStop;
import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.message.Attempt.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
 * claim starts after it. Stops do the same by {@link StopBarrier}.
 */
@Repository
public class SendLedger {

  /** Sorted, as every statement that locks several messages: so that none waits for another. */
  private static final String LOCK_MESSAGES =
      """
      SELECT m.*, c.status AS campaign_status, c.category,
             k.opt_in_at, k.opted_out_at
      FROM messages m
      JOIN campaigns c ON c.id = m.campaign_id
      JOIN contacts k ON k.id = m.contact_id
      WHERE m.id = ANY(:ids)
      ORDER BY m.id
      FOR UPDATE OF m FOR SHARE OF c
      """;

  /** The hold reason of a message that waits for a stop to be cleared. */
  static final String STOPPED = "stopped";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  public SendLedger(
      JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
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
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    Collection<Request> open = requests;
    // What was moved to another channel is claimed anew, under that channel's limits.
    while (!open.isEmpty()) {
      Collection<Request> asked = open;
      List<Request> moved = new ArrayList<>();
      claims.putAll(
          Objects.requireNonNull(transaction.execute(status -> claimLocked(asked, moved))));
      open = moved;
    }
    return claims;
  }

  private Map<UUID, Claim> claimLocked(Collection<Request> requests, List<Request> moved) {
    new StopBarrier(jdbc).passing();
    UUID[] ids = requests.stream().map(Request::messageId).toArray(UUID[]::new);
    Map<UUID, Locked> messages = new HashMap<>();
    jdbc.sql(LOCK_MESSAGES)
        .param("ids", ids)
        .query(this::locked)
        .list()
        .forEach(message -> messages.put(message.id(), message));
    // A statement of its own, after the locks: it sees what those that held them have committed.
    Map<UUID, List<Attempt>> attempts = attempts(ids);
    LineChoice lines =
        LineChoice.among(jdbc, messages.values().stream().map(Locked::asking).toList());
    ClaimWrites writes = new ClaimWrites(jdbc, clock.instant());
    Map<UUID, Claim> claims = new LinkedHashMap<>();
    for (Request request : requests) {
      Locked message = messages.get(request.messageId());
      if (message != null) {
        List<Attempt> known = attempts.getOrDefault(message.id(), List.of());
        Request asked =
            lines.carried(message.asking(), message.outgoing.channelId(), request.after(known));
        Claim claim = claim(message, known, asked, lines, writes);
        if (claim == null) {
          moved.add(request);
        } else {
          claims.put(message.id(), claim);
        }
      }
    }
    writes.flush();
    return claims;
  }

  /** Returns null where the message was moved to another channel instead. */
  private @Nullable Claim claim(
      Locked message,
      List<Attempt> attempts,
      Request request,
      LineChoice lines,
      ClaimWrites writes) {
    SendResult known = alreadyKnown(message, attempts, request, writes);
    if (known == null) {
      known = refusedByGate(message, writes);
    }
    if (known == null) {
      known = stopped(message, lines, writes);
    }
    if (known != null) {
      return new Claim.Answered(known);
    }
    CampaignLines.Line line = lines.of(message.asking());
    if (!line.channelId().equals(message.outgoing.channelId())) {
      writes.moveTo(message.id(), line.channelId());
      return null;
    }
    return grant(message, attempts, request, writes);
  }

  private static @Nullable SendResult stopped(
      Locked message, LineChoice lines, ClaimWrites writes) {
    LineStop stop = lines.stop(message.outgoing.campaignId());
    if (stop == null) {
      return null;
    }
    writes.hold(message.id(), STOPPED);
    return new SendResult.Held("stopped: " + stop.reason());
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
    return SameTry.answer(SameTry.of(attempts, request));
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
    List<Attempt> before = SameTry.of(attempts, request);
    UUID attemptId = writes.attempt(message.outgoing, request, before.size() + 1);
    if (message.held) {
      writes.hold(message.id(), null);
    }
    return new Claim.Granted(
        attemptId,
        request.route(),
        SameTry.answered(before),
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
        Rows.uuid(row, "contact_id"),
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
      UUID contactId,
      Claim.Outgoing outgoing) {

    UUID id() {
      return outgoing.messageId();
    }

    LineChoice.Asking asking() {
      return new LineChoice.Asking(outgoing.campaignId(), contactId);
    }
  }
}
