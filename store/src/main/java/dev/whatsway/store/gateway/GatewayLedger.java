package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult.RateLimited;
import dev.whatsway.store.NewId;
import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.consent.Erasure;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.gateway.Admission.Reason;
import dev.whatsway.store.gateway.Objections.Standing;
import dev.whatsway.store.gateway.RequestKeys.Begun;
import dev.whatsway.store.gateway.RequestKeys.Known;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SettlingLedger;
import dev.whatsway.store.pacing.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger of what the gateway sends: rows of {@code messages} without a campaign. As for a
 * campaign's message, one transaction looks at everything that may forbid the call and inserts the
 * attempt, only its commit allows the call, and an attempt without an outcome is never followed by
 * another call. Each method is one transaction; call it outside of one.
 *
 * <p>The client owns opt-ins, quiet hours and how often somebody is written to; what is honoured
 * here is what people and operators have forbidden.
 */
@Repository
public class GatewayLedger {

  private static final Set<String> NO_MARKETING = Set.of("UTILITY", "AUTHENTICATION");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final RequestKeys keys;
  private final Objections objections;
  private final SendLimits limits;
  private final GatewayWrites writes;
  private final KeptMessages kept;
  private final LostCalls lost;
  private final OutcomeLedger outcomes;
  private final SettlingLedger settling;
  private final MarketingPreferences preferences;
  private final Clock clock;

  public GatewayLedger(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Suppressions suppressions,
      SecretBox box,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.keys = new RequestKeys(jdbc, box);
    this.objections = new Objections(jdbc, suppressions);
    this.limits = new SendLimits(jdbc);
    this.writes = new GatewayWrites(jdbc);
    this.kept = new KeptMessages(jdbc, box);
    this.lost = new LostCalls(jdbc, transactions);
    this.outcomes = new OutcomeLedger(jdbc, transactions, clock);
    this.settling = new SettlingLedger(jdbc, clock);
    this.preferences = new MarketingPreferences(jdbc, transactions, clock);
    this.clock = clock;
  }

  /**
   * Decides whether a send may be offered to Meta; once it has committed, it may. Where the answer
   * is that it may not, nothing is stored.
   *
   * @param body the client's JSON where it is to be kept, else null
   * @throws java.util.NoSuchElementException where the account has no such channel
   * @throws IllegalArgumentException where the send names nobody
   */
  public Admission admit(GatewaySend send, byte @Nullable [] body) {
    Admission admission = null;
    while (admission == null) {
      admission =
          transaction.execute(
              status -> {
                Admission decided = decide(send);
                if (body != null && decided instanceof Admission.Granted granted) {
                  kept.keep(granted.messageId(), body, clock.instant());
                }
                if (!(decided instanceof Admission.Granted
                    || decided instanceof Admission.LostBefore)) {
                  status.setRollbackOnly();
                }
                return decided;
              });
    }
    return admission;
  }

  /** Decides as {@link #admit(GatewaySend, byte[])} does, and keeps nothing of its text. */
  public Admission admit(GatewaySend send) {
    return admit(send, null);
  }

  /** Returns null where the key was freed while this looked at it: try again. */
  private @Nullable Admission decide(GatewaySend send) {
    Instant now = clock.instant();
    UUID messageId = NewId.next();
    Begun begun = keys.begin(send, messageId, now);
    if (!begun.mine()) {
      IdempotentRequest request = Objects.requireNonNull(send.idempotent());
      return keys.known(send.accountId(), request).map(known -> repeated(known, now)).orElse(null);
    }
    Addressee addressee = addressee(send, begun.businessNumber());
    Standing standing = objections.of(send.accountId(), send.channelId(), addressee.persons(), now);
    boolean template = send.templateName() != null || "template".equals(send.messageType());
    Reason reason = standing.against(template && marketing(send.category(), send.route()));
    if (reason != null) {
      return new Admission.Refused(reason);
    }
    // Meta counts people into the portfolio's limit who get a template outside of an open window.
    boolean counted = template && !standing.windowOpen();
    RateLimited limit =
        limits
            .take(
                List.of(
                    new SendLimits.Candidate(
                        messageId,
                        send.channelId(),
                        addressee.name(),
                        send.accountId(),
                        begun.portfolio(),
                        counted ? begun.messagingLimit() : null)),
                now)
            .get(messageId);
    if (limit != null) {
      return new Admission.Later(limit.scope(), limit.delay());
    }
    UUID attemptId = NewId.next();
    writes.message(messageId, attemptId, send, addressee, standing.contactId(), now);
    return new Admission.Granted(messageId, attemptId);
  }

  private Admission repeated(Known known, Instant now) {
    if (!known.same()) {
      return new Admission.KeyReused();
    }
    if (known.erased()) {
      return new Admission.Refused(Reason.ERASED);
    }
    if (known.answer() != null) {
      return new Admission.Replayed(known.answer());
    }
    return lost.settle(known.messageId(), now)
        ? new Admission.LostBefore(known.messageId())
        : new Admission.InProgress();
  }

  /** With the number behind a BSUID, where a webhook has told it. */
  private Addressee addressee(GatewaySend send, String businessNumber) {
    Addressee addressee = Addressee.of(send.to(), send.recipient(), businessNumber);
    if (addressee.persons().isEmpty()) {
      throw new IllegalArgumentException("A send needs a to or a recipient.");
    }
    if (addressee.number() || addressee.userId() == null) {
      return addressee;
    }
    Optional<String> phone =
        jdbc.sql(
                """
                SELECT phone FROM identities
                WHERE account_id = :account AND user_id = :user AND phone IS NOT NULL
                """)
            .param("account", send.accountId())
            .param("user", addressee.userId())
            .query(String.class)
            .optional();
    return phone.map(addressee::known).orElse(addressee);
  }

  /** MM takes nothing but marketing; a category that is not known may be it. */
  private static boolean marketing(@Nullable String category, Route route) {
    return route == Route.MARKETING_MESSAGES
        || category == null
        || !NO_MARKETING.contains(category.toUpperCase(Locale.ROOT));
  }

  /**
   * Ends an attempt and claims the next one through the other route, where nothing has come against
   * the send in the meantime.
   *
   * @param ended {@code Refused}, {@code Rejected} or {@code NotSent}; {@code Unknown} only where
   *     the channel's fallback is {@code always}. Not a rejection because the person said stop.
   */
  public Next next(UUID messageId, UUID endedAttempt, GatewayOutcome ended, Route route) {
    if (ended instanceof GatewayOutcome.Accepted
        || (ended instanceof GatewayOutcome.Rejected rejected && rejected.stopped())) {
      throw new IllegalArgumentException("Nothing follows " + ended.getClass().getSimpleName());
    }
    return Objects.requireNonNull(
        transaction.execute(status -> decideNext(messageId, endedAttempt, ended, route)));
  }

  private Next decideNext(UUID messageId, UUID endedAttempt, GatewayOutcome ended, Route route) {
    new StopBarrier(jdbc).passing();
    Instant now = clock.instant();
    Sent message =
        jdbc.sql(
                """
                SELECT m.*, h.account_id FROM messages m JOIN channels h ON h.id = m.channel_id
                WHERE m.id = :id AND m.campaign_id IS NULL FOR UPDATE OF m
                """)
            .param("id", messageId)
            .query(Sent::read)
            .single();
    if (message.status != MessageStatus.QUEUED || !onlyOpen(messageId, endedAttempt)) {
      end(messageId, endedAttempt, ended, true);
      return new Next.Over();
    }
    Standing standing = objections.of(message.accountId, message.channelId, message.persons, now);
    Reason reason =
        message.erased
            ? Reason.ERASED
            : standing.against(message.template && marketing(message.category, route));
    if (reason != null) {
      end(messageId, endedAttempt, ended, true);
      return new Next.Refused(reason);
    }
    outcomes.record(followed(endedAttempt, ended));
    return new Next.Granted(writes.attempt(messageId, route, now));
  }

  /** Returns whether the attempt is open, and no other one may have gone out. */
  private boolean onlyOpen(UUID messageId, UUID attemptId) {
    return jdbc.sql(
            """
            SELECT bool_or(id = :attempt AND outcome IS NULL)
              AND NOT bool_or(id <> :attempt
                AND (outcome IS NULL OR outcome IN ('accepted', 'failed')))
            FROM attempts WHERE message_id = :message
            """)
        .param("attempt", attemptId)
        .param("message", messageId)
        .query(Boolean.class)
        .single();
  }

  /** An outcome after which the message stays queued. */
  private static AttemptOutcome followed(UUID attemptId, GatewayOutcome ended) {
    if (ended instanceof GatewayOutcome.Refused refused) {
      return new AttemptOutcome.Refused(attemptId, refused.http(), refused.failure());
    }
    if (ended instanceof GatewayOutcome.Rejected rejected) {
      return new AttemptOutcome.Refused(attemptId, rejected.http(), rejected.failure());
    }
    if (ended instanceof GatewayOutcome.Unknown unknown) {
      return new AttemptOutcome.Lost(attemptId, unknown.http());
    }
    return new AttemptOutcome.Retryable(attemptId, null, notSent((GatewayOutcome.NotSent) ended));
  }

  /**
   * Records the final outcome and, where the request had a key, keeps the answer. Repeating it
   * changes nothing.
   *
   * @param answer null where the client's request had no key, and where nothing was sent for
   *     certain ({@link GatewayOutcome.NotSent}), so that a repetition may send. A key whose
   *     message may have gone out is never freed.
   */
  public void finish(
      UUID messageId, UUID attemptId, GatewayOutcome outcome, @Nullable StoredAnswer answer) {
    if (outcome instanceof GatewayOutcome.Rejected rejected && rejected.stopped()) {
      // Before, in a transaction of its own: an opt-out waits for the sends under way.
      preferences.stopAttempts(List.of(attemptId), clock.instant());
    }
    if (outcome instanceof GatewayOutcome.Accepted && answer == null) {
      end(messageId, attemptId, outcome, false);
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          MessageStatus standing = end(messageId, attemptId, outcome, true);
          if (answer != null) {
            keys.keep(messageId, answer);
          } else if (outcome instanceof GatewayOutcome.NotSent
              && standing == MessageStatus.FAILED) {
            keys.release(messageId);
          }
        });
  }

  /** Returns where the message stands, null where that is not looked at. */
  private @Nullable MessageStatus end(
      UUID messageId, UUID attemptId, GatewayOutcome outcome, boolean flushed) {
    if (outcome instanceof GatewayOutcome.Accepted o) {
      String word = o.messageStatus() == null ? "accepted" : o.messageStatus();
      outcomes.accepted(messageId, attemptId, o.http(), o.wamid(), word, flushed);
      return null;
    }
    if (outcome instanceof GatewayOutcome.Unknown o) {
      outcomes.record(new AttemptOutcome.Lost(attemptId, o.http()));
      return settling.giveUp(messageId);
    }
    if (outcome instanceof GatewayOutcome.NotSent o) {
      outcomes.record(new AttemptOutcome.Retryable(attemptId, null, notSent(o)));
      return settling.fail(messageId, notSent(o));
    }
    AttemptOutcome.Refused refused = (AttemptOutcome.Refused) followed(attemptId, outcome);
    if (mayHaveGoneOut(messageId, attemptId)) {
      outcomes.record(refused);
      return settling.fail(messageId, refused.failure());
    }
    outcomes.record(
        new AttemptOutcome.Rejected(attemptId, refused.httpStatus(), refused.failure()));
    return null;
  }

  /** Returns whether another attempt of the message may have been taken. */
  private boolean mayHaveGoneOut(UUID messageId, UUID attemptId) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM attempts WHERE message_id = :message AND id <> :attempt
              AND (outcome IS NULL OR outcome = 'unknown'))
            """)
        .param("message", messageId)
        .param("attempt", attemptId)
        .query(Boolean.class)
        .single();
  }

  private static Failure notSent(GatewayOutcome.NotSent outcome) {
    return new Failure(0, "Meta was not reached", outcome.cause());
  }

  /**
   * Forgets up to {@code limit} requests with a key from before a time, and their answers.
   *
   * @return how many
   */
  public int forget(Instant before, int limit) {
    return keys.forget(before, limit);
  }

  private record Sent(
      MessageStatus status,
      boolean erased,
      UUID accountId,
      UUID channelId,
      boolean template,
      @Nullable String category,
      List<String> persons) {

    static Sent read(ResultSet row, int number) throws SQLException {
      String name = row.getString("recipient_number");
      String[] others =
          row.getArray("also_recipients") == null
              ? new String[0]
              : (String[]) row.getArray("also_recipients").getArray();
      return new Sent(
          MessageStatus.of(row.getString("status")),
          // Whoever of them it would reach.
          name.equals(Erasure.ERASED) || List.of(others).contains(Erasure.ERASED),
          row.getObject("account_id", UUID.class),
          row.getObject("channel_id", UUID.class),
          row.getString("template_name") != null
              || row.getString("message_type").equals("template"),
          row.getString("template_category"),
          Stream.concat(Stream.of(name), Stream.of(others)).toList());
    }

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "Sent[status=" + status.wire() + "]";
    }
  }
}
