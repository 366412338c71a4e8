package dev.whatsway.store.message;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.store.cost.Cost;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.message.StatusPage.Sent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a page of updates makes of messages, written in one statement. */
final class StatusWrites {

  private final Rates rates;
  private final Map<UUID, Write> writes = new LinkedHashMap<>();

  StatusWrites(Rates rates) {
    this.rates = rates;
  }

  /**
   * One message.
   *
   * @param route of the attempt that the message goes by
   * @param cost null where nothing is known of it, and what is stored stays
   */
  private record Write(UUID id, String route, MovedMessage message, @Nullable Cost cost) {

    Standing standing() {
      return message.standing();
    }

    @Nullable Failure failure() {
      return standing().failure();
    }
  }

  void add(Sent attempt, MovedMessage before, MovedMessage after) {
    Write earlier = writes.get(attempt.messageId());
    // The first attempt with a wamid gives the message its own.
    String route = earlier == null || before.wamid() == null ? attempt.route() : earlier.route;
    Cost cost = after.charge().flatMap(rates::of).orElse(earlier == null ? null : earlier.cost);
    writes.put(attempt.messageId(), new Write(attempt.messageId(), route, after, cost));
  }

  void store(JdbcClient jdbc, Instant now) {
    if (writes.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE messages m SET
              status = e.status, accepted_at = e.accepted, sent_at = e.sent,
              delivered_at = e.delivered, read_at = e.read, clicked_at = e.clicked,
              replied_at = e.replied, failed_at = e.failed,
              error_code = e.code, error_title = e.title, error_details = e.details,
              fell_back = CASE WHEN m.wamid IS NULL THEN e.route = 'cloud' AND EXISTS (
                SELECT FROM attempts r WHERE r.message_id = m.id AND r.outcome = 'refused')
                ELSE m.fell_back END,
              route = CASE WHEN m.wamid IS NULL THEN e.route ELSE m.route END,
              wamid = COALESCE(m.wamid, e.wamid), pricing_category = e.category,
              pricing_type = e.type, billable = e.billable, conversation_id = e.conversation,
              cost = CASE WHEN e.priced THEN e.cost ELSE m.cost END,
              cost_currency = CASE WHEN e.priced THEN e.currency ELSE m.cost_currency END,
              saved = CASE WHEN e.priced THEN e.saved ELSE m.saved END,
              hold_reason = CASE WHEN e.status = 'queued' THEN m.hold_reason END,
              updated_at = :now
            FROM unnest(:ids::uuid[], :routes::text[], :statuses::text[],
              :accepted::timestamptz[], :sent::timestamptz[], :delivered::timestamptz[],
              :read::timestamptz[], :clicked::timestamptz[], :replied::timestamptz[],
              :failed::timestamptz[], :codes::int[], :titles::text[], :details::text[],
              :wamids::text[], :categories::text[], :types::text[], :billables::boolean[],
              :conversations::text[], :priced::boolean[], :costs::numeric[], :currencies::text[],
              :saved::numeric[])
              AS e (id, route, status, accepted, sent, delivered, read, clicked, replied, failed,
                code, title, details, wamid, category, type, billable, conversation, priced, cost,
                currency, saved)
            WHERE m.id = e.id
            """)
        .param("now", Rows.at(now))
        .param("ids", array(Write::id, UUID[]::new))
        .param("routes", array(Write::route, String[]::new))
        .param("statuses", array(w -> w.standing().status().wire(), String[]::new))
        .param("accepted", times(Standing::acceptedAt))
        .param("sent", times(Standing::sentAt))
        .param("delivered", times(Standing::deliveredAt))
        .param("read", times(Standing::readAt))
        .param("clicked", times(Standing::clickedAt))
        .param("replied", times(Standing::repliedAt))
        .param("failed", times(Standing::failedAt))
        .param("codes", failures(Failure::code, Integer[]::new))
        .param("titles", failures(Failure::title, String[]::new))
        .param("details", failures(Failure::details, String[]::new))
        .param("wamids", array(w -> w.message.wamid(), String[]::new))
        .param("categories", array(w -> w.message.pricingCategory(), String[]::new))
        .param("types", array(w -> w.message.pricingType(), String[]::new))
        .param("billables", array(w -> w.message.billable(), Boolean[]::new))
        .param("conversations", array(w -> w.message.conversationId(), String[]::new))
        .param("priced", array(w -> w.cost != null, Boolean[]::new))
        .param("costs", costs(cost -> cost.amount().toPlainString()))
        .param("currencies", costs(Cost::currency))
        .param("saved", costs(cost -> cost.saved() == null ? null : cost.saved().toPlainString()))
        .update();
  }

  private <T> T[] array(Function<Write, @Nullable T> value, IntFunction<T[]> empty) {
    return writes.values().stream().map(value).toArray(empty);
  }

  /** As text, which PostgreSQL reads: the driver takes no arrays of times. */
  private String[] times(Function<Standing, @Nullable Instant> time) {
    return array(
        write -> {
          Instant at = time.apply(write.standing());
          return at == null ? null : at.toString();
        },
        String[]::new);
  }

  private <T> T[] failures(Function<Failure, @Nullable T> value, IntFunction<T[]> empty) {
    return array(w -> w.failure() == null ? null : value.apply(w.failure()), empty);
  }

  private String[] costs(Function<Cost, @Nullable String> value) {
    return array(w -> w.cost == null ? null : value.apply(w.cost), String[]::new);
  }
}
