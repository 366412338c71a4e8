package dev.whatsway.store.journey;

import dev.whatsway.contract.message.MessageStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The messages of journeys: planned one by one, once a visit. */
@Repository
public class JourneyMessages {

  /** More than a person can get: 365 days of two a day. */
  private static final int MOST = 1024;

  /** How messages end that Meta did not take, or failed. */
  public static final Set<MessageStatus> NOT_TAKEN =
      Set.of(MessageStatus.FAILED, MessageStatus.SKIPPED, MessageStatus.CANCELED);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  public JourneyMessages(
      JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
    this.clock = clock;
  }

  /**
   * A message to be.
   *
   * @param step what tells it from the person's other messages of the campaign: {@code
   *     messages.step}
   * @param pinned whether the step named the channel
   * @param linkTarget where its tracked link leads; null for one without
   * @param skipReason null for one to be sent
   */
  public record Draft(
      UUID id,
      String step,
      UUID channelId,
      boolean pinned,
      String templateName,
      String templateLanguage,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable String skipReason) {}

  /** A message of a journey. */
  public record Known(UUID id, MessageStatus status, @Nullable String reason) {}

  /** Returns {@code messages.step} of a visit's message: the step itself for the first. */
  public static String step(String stepId, int run, int visit) {
    return run == 1 && visit == 1 ? stepId : stepId + "~" + run + "." + visit;
  }

  public Optional<Known> find(UUID campaignId, UUID contactId, String step) {
    return jdbc.sql(
            """
            SELECT id, status, COALESCE(skip_reason, error_code::text) AS reason FROM messages
            WHERE campaign_id = :campaign AND step = :step AND contact_id = :contact
            """)
        .param("campaign", campaignId)
        .param("step", step)
        .param("contact", contactId)
        .query(
            (row, n) ->
                new Known(
                    row.getObject("id", UUID.class),
                    MessageStatus.of(row.getString("status")),
                    row.getString("reason")))
        .optional();
  }

  /** Stores a message, unless it is there already, and returns it. */
  public Known plan(Journey journey, Draft draft) {
    transaction.executeWithoutResult(
        status -> {
          Taken taken = lock(journey);
          if (find(journey.campaignId(), journey.contactId(), draft.step()).isEmpty()) {
            insert(journey, draft, taken);
          }
        });
    return find(journey.campaignId(), journey.contactId(), draft.step()).orElseThrow();
  }

  private record Taken(int messages, String[] arms) {}

  private Taken lock(Journey journey) {
    return jdbc.sql(
            """
            SELECT messages, arms FROM journeys
            WHERE campaign_id = :campaign AND ordinal = :ordinal FOR UPDATE
            """)
        .param("campaign", journey.campaignId())
        .param("ordinal", journey.ordinal())
        .query((row, n) -> new Taken(row.getInt(1), (String[]) row.getArray(2).getArray()))
        .single();
  }

  private void insert(Journey journey, Draft draft, Taken taken) {
    if (taken.messages() >= MOST) {
      throw new IllegalStateException("A journey has " + MOST + " messages at most.");
    }
    jdbc.sql(
            """
            INSERT INTO messages (id, campaign_id, journey, arms, step, ordinal, contact_id, channel_id, pinned,
              recipient_number, message_type, template_name, template_language, variables,
              link_target, status, skip_reason, created_at, updated_at)
            SELECT :id, :campaign, :journey, :arms, :step, :ordinal, k.id, :channel, :pinned,
              CASE WHEN k.erased_at IS NULL THEN k.phone ELSE 'erased' END, 'template', :template,
              :language, CASE WHEN k.erased_at IS NULL THEN :variables::jsonb ELSE '{}' END,
              CASE WHEN k.erased_at IS NULL THEN :link::text END,
              CASE WHEN :skip::text IS NULL AND k.erased_at IS NULL THEN 'queued' ELSE 'skipped' END,
              CASE WHEN k.erased_at IS NULL THEN :skip::text ELSE 'erased' END, :now, :now
            FROM contacts k WHERE k.id = :contact
            -- An erasure waits for this lock, or this for the erasure.
            FOR KEY SHARE OF k
            """)
        .param("id", draft.id())
        .param("campaign", journey.campaignId())
        .param("journey", journey.ordinal())
        .param("arms", taken.arms())
        .param("step", draft.step())
        .param("ordinal", journey.ordinal() * MOST + taken.messages())
        .param("channel", draft.channelId())
        .param("pinned", draft.pinned())
        .param("template", draft.templateName())
        .param("language", draft.templateLanguage())
        .param("variables", json.writeValueAsString(draft.variables()))
        .param("link", draft.linkTarget())
        .param("skip", draft.skipReason())
        .param("contact", journey.contactId())
        .param("now", now())
        .update();
    jdbc.sql(
            """
            UPDATE journeys SET messages = messages + 1, arms = '{}'
            WHERE campaign_id = :campaign AND ordinal = :ordinal
            """)
        .param("campaign", journey.campaignId())
        .param("ordinal", journey.ordinal())
        .update();
  }

  /** What became of taking back a message. */
  public enum Withdrawal {
    /** There was none, or it had ended without being taken: another may be sent. */
    NONE_OPEN,
    /** It was still queued, and is canceled. */
    CANCELED,
    /** Meta has it, or may have it. */
    TOO_LATE
  }

  /** The skip reason of messages whose person has left the step before they went out. */
  public static final String LEFT = "left-the-step";

  /**
   * Takes back the message of a step that a person leaves, unless it was offered to Meta. A claim
   * locks the row as well: either it finds the message canceled, or this finds its attempt.
   */
  public Withdrawal withdraw(UUID campaignId, UUID contactId, String step) {
    return Objects.requireNonNull(
        transaction.execute(status -> withdrawLocked(campaignId, contactId, step)));
  }

  private Withdrawal withdrawLocked(UUID campaignId, UUID contactId, String step) {
    Optional<MessageStatus> status =
        jdbc.sql(
                """
                SELECT status FROM messages
                WHERE campaign_id = :campaign AND step = :step AND contact_id = :contact FOR UPDATE
                """)
            .param("campaign", campaignId)
            .param("step", step)
            .param("contact", contactId)
            .query((row, n) -> MessageStatus.of(row.getString(1)))
            .optional();
    if (status.isEmpty() || NOT_TAKEN.contains(status.get())) {
      return Withdrawal.NONE_OPEN;
    }
    if (status.get() != MessageStatus.QUEUED) {
      return Withdrawal.TOO_LATE;
    }
    int canceled =
        jdbc.sql(
                """
                UPDATE messages m SET status = 'canceled', skip_reason = :reason, updated_at = :now
                WHERE campaign_id = :campaign AND step = :step AND contact_id = :contact
                  AND NOT EXISTS (SELECT FROM attempts a WHERE a.message_id = m.id
                    AND (a.outcome IS NULL OR a.outcome = 'unknown'))
                """)
            .param("reason", LEFT)
            .param("now", now())
            .param("campaign", campaignId)
            .param("step", step)
            .param("contact", contactId)
            .update();
    return canceled == 1 ? Withdrawal.CANCELED : Withdrawal.TOO_LATE;
  }

  /** Counts the journey's messages that were not skipped. */
  public int count(Journey journey) {
    return jdbc.sql(
            """
            SELECT count(*) FROM messages
            WHERE campaign_id = :campaign AND ordinal >= :first AND ordinal < :end
              AND status <> 'skipped'
            """)
        .param("campaign", journey.campaignId())
        .param("first", firstOrdinal(journey.ordinal()))
        .param("end", firstOrdinal(journey.ordinal() + 1))
        .query(Integer.class)
        .single();
  }

  /**
   * Counts the messages to the person by all their journeys in the campaign that were not skipped,
   * planned from {@code since} on.
   */
  public int countSince(Journey journey, Instant since) {
    return jdbc.sql(
            """
            SELECT count(*) FROM messages
            WHERE contact_id = :contact AND created_at >= :since AND campaign_id = :campaign
              AND status <> 'skipped'
            """)
        .param("campaign", journey.campaignId())
        .param("contact", journey.contactId())
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  /** What became of a message, as conditions ask. */
  public record Fate(
      String status, boolean delivered, boolean read, boolean clicked, boolean replied) {}

  /** Returns the latest message of each step of a journey, by the step's id. */
  public Map<String, Fate> fates(Journey journey) {
    Map<String, Fate> fates = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT split_part(step, '~', 1) AS step, status, delivered_at, read_at, clicked_at,
              replied_at
            FROM messages
            WHERE campaign_id = :campaign AND ordinal >= :first AND ordinal < :end ORDER BY ordinal
            """)
        .param("campaign", journey.campaignId())
        .param("first", journey.ordinal() * MOST)
        .param("end", (journey.ordinal() + 1) * MOST)
        .query(
            row -> {
              fates.put(
                  Objects.requireNonNull(row.getString("step")),
                  new Fate(
                      row.getString("status"),
                      row.getObject("delivered_at") != null,
                      row.getObject("read_at") != null,
                      row.getObject("clicked_at") != null,
                      row.getObject("replied_at") != null));
            });
    return fates;
  }

  /** Returns the first ordinal of messages of journeys from this place on. */
  public static long firstOrdinal(long journeyOrdinal) {
    return journeyOrdinal * MOST;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
