package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.message.StatusLedger.Applied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Updates that one transaction applies, each to what those before it have made of its message. The
 * messages stay locked until the commit; each statement is about all of them.
 */
final class StatusPage {

  /** What stands instead of a wamid where the person was erased. */
  private static final String ERASED = "erased:";

  private final JdbcClient jdbc;
  private final LaterLedger later;
  private final Instant now;
  private final Map<UUID, MovedMessage> messages;
  private final Set<UUID> failed;
  private final Set<UUID> settled = new HashSet<>();
  private final StatusWrites writes;
  private final Map<UUID, Failure> failures = new LinkedHashMap<>();
  private final List<UUID> puttingOff = new ArrayList<>();

  /**
   * An attempt that an update is about.
   *
   * @param outcome as it was before the message was locked; null where there was none
   */
  record Sent(
      UUID id, UUID messageId, @Nullable UUID campaignId, String route, @Nullable String outcome) {

    /** Returns whether an event may be the first word on it; no outcome is ever taken back. */
    boolean open() {
      return outcome == null || outcome.equals("unknown");
    }
  }

  StatusPage(
      JdbcClient jdbc, LaterLedger later, Rates rates, Instant now, Collection<Sent> attempts) {
    this.jdbc = jdbc;
    this.later = later;
    this.now = now;
    this.messages = MovedMessage.lock(jdbc, attempts.stream().map(Sent::messageId).toList());
    this.failed = failed(attempts);
    this.writes = new StatusWrites(rates);
  }

  /**
   * Applies the updates in their order.
   *
   * @param attempts by the places of the updates; an update without one is of nobody's message
   */
  List<Optional<Applied>> apply(List<StatusUpdate> updates, Map<Integer, Sent> attempts) {
    settled.addAll(settle(updates, attempts));
    Set<UUID> news = new HashSet<>(settled);
    List<Optional<Applied>> applied = new ArrayList<>();
    for (int place = 0; place < updates.size(); place++) {
      Sent attempt = attempts.get(place);
      applied.add(
          attempt == null
              ? Optional.empty()
              : Optional.of(apply(updates.get(place), attempt, news.remove(attempt.id))));
    }
    write();
    return applied;
  }

  private Applied apply(StatusUpdate update, Sent attempt, boolean settles) {
    MovedMessage before = Objects.requireNonNull(messages.get(attempt.messageId));
    if (before.standing().status() != MessageStatus.FAILED && failed.contains(attempt.id)) {
      // Failed is the end of an attempt; its message has been put off, or sent again by now.
      return new Applied(
          attempt.messageId,
          attempt.campaignId,
          before.standing().status(),
          false,
          false,
          before.hasWorkflow(),
          before.standing().acceptedAt(),
          false);
    }
    String wamid = update.wamid() == null ? before.wamid() : update.wamid();
    boolean ofThisSend =
        before.wamid() == null || before.wamid().startsWith(ERASED) || before.wamid().equals(wamid);
    Standing after = known(before, settles, update).after(update.event(), ofThisSend);
    MovedMessage moved = before.with(after, wamid, update);
    if (!moved.equals(before) || settles) {
      messages.put(attempt.messageId, moved);
      writes.add(attempt, before, moved);
    }
    boolean changed = !after.equals(before.standing()) || settles;
    if (after.status() == MessageStatus.FAILED && !after.equals(before.standing())) {
      failures.put(attempt.id, Objects.requireNonNull(update.event().failure()));
    }
    if (changed && before.inLane() && update.event().later()) {
      // Elsewhere the message's workflow asks for it; the gateway's client has to.
      puttingOff.add(attempt.messageId);
    }
    boolean counts = ofThisSend || update.event().kind() != Kind.FAILED;
    return new Applied(
        attempt.messageId,
        attempt.campaignId,
        after.status(),
        changed && counts,
        counts,
        before.hasWorkflow(),
        after.acceptedAt(),
        !settles && before.standing().status().taken() && !before.heldByMeta());
  }

  /**
   * Who clicks has the message: a click that settles an attempt says that Meta took it, or the
   * message would stay queued and go out again.
   */
  private static Standing known(MovedMessage before, boolean settles, StatusUpdate update) {
    return settles && update.event().kind() == Kind.CLICKED
        ? before.standing().after(new MessageEvent(Kind.ACCEPTED, update.event().at(), null), true)
        : before.standing();
  }

  /** Looked up once more where a message was put off: perhaps while this page waited for it. */
  private Set<UUID> failed(Collection<Sent> attempts) {
    Set<UUID> failed = new HashSet<>();
    List<UUID> unsure = new ArrayList<>();
    for (Sent attempt : attempts) {
      if ("failed".equals(attempt.outcome)) {
        failed.add(attempt.id);
      } else if (Objects.requireNonNull(messages.get(attempt.messageId)).putOff()) {
        unsure.add(attempt.id);
      }
    }
    if (!unsure.isEmpty()) {
      failed.addAll(
          jdbc.sql("SELECT id FROM attempts WHERE id = ANY(:ids) AND outcome = 'failed'")
              .param("ids", unsure.toArray(UUID[]::new))
              .query(UUID.class)
              .list());
    }
    return failed;
  }

  /** Returns the attempts whose first word an update of the page is. */
  private List<UUID> settle(List<StatusUpdate> updates, Map<Integer, Sent> attempts) {
    Map<UUID, @Nullable String> wamids = new HashMap<>();
    attempts.forEach(
        (place, attempt) -> {
          if (attempt.open() && wamids.get(attempt.id) == null) {
            wamids.put(attempt.id, updates.get(place).wamid());
          }
        });
    if (wamids.isEmpty()) {
      return List.of();
    }
    List<UUID> ids = List.copyOf(wamids.keySet());
    return jdbc.sql(
            """
            UPDATE attempts a SET outcome = 'accepted', finished_at = :now,
              wamid = COALESCE(a.wamid, e.wamid)
            FROM unnest(:ids::uuid[], :wamids::text[]) AS e (id, wamid)
            WHERE a.id = e.id AND (a.outcome IS NULL OR a.outcome = 'unknown')
            RETURNING a.id
            """)
        .param("now", Rows.at(now))
        .param("ids", ids.toArray(UUID[]::new))
        .param("wamids", ids.stream().map(wamids::get).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  private void write() {
    writes.store(jdbc, now);
    if (!settled.isEmpty()) {
      new ReachedContacts(jdbc).note(settled, now);
    }
    failures.forEach(this::fail);
    puttingOff.forEach(later::putOff);
  }

  private void fail(UUID attemptId, Failure failure) {
    jdbc.sql(
            """
            UPDATE attempts SET outcome = 'failed', error_code = :code, error_title = :title,
              error_details = :details
            WHERE id = :id
            """)
        .param("code", failure.code())
        .param("title", failure.title())
        .param("details", failure.details())
        .param("id", attemptId)
        .update();
  }
}
