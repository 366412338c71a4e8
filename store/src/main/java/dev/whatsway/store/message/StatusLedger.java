package dev.whatsway.store.message;

import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.message.StatusPage.Sent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies what webhooks say. An event that finds an attempt without an outcome, or with an unknown
 * one, settles it: Meta can only speak of what it has taken.
 */
@Repository
public class StatusLedger {

  /**
   * Of the account that the event is of: whoever else knows an id must not move the message. The
   * commit does not wait for the disk: the event leaves the inbox in that commit or a later one,
   * which no crash keeps without this one, and until then it comes again.
   */
  private static final String OF_ACCOUNT =
      """
      SELECT DISTINCT ON (e.place) e.place, a.id, a.message_id, a.campaign_id, a.route, a.outcome,
        set_config('synchronous_commit', 'off', true)
      FROM unnest(:places::int[], :keys::%2$s[], :accounts::uuid[]) AS e (place, key, account)
      JOIN attempts a ON a.%1$s = e.key
      LEFT JOIN campaigns c ON c.id = a.campaign_id
      WHERE e.account IS NULL OR e.account = COALESCE(c.account_id, (
        SELECT h.account_id FROM messages m JOIN channels h ON h.id = m.channel_id WHERE m.id = a.message_id))
      ORDER BY e.place, a.started_at
      """;

  private static final String BY_ATTEMPT = OF_ACCOUNT.formatted("id", "uuid");
  private static final String BY_WAMID = OF_ACCOUNT.formatted("wamid", "text");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final LaterLedger later;
  private final Rates rates;
  private final Clock clock;

  @Autowired
  public StatusLedger(
      JdbcClient jdbc, PlatformTransactionManager transactions, Rates rates, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.later = new LaterLedger(jdbc, transactions, clock);
    this.rates = rates;
    this.clock = clock;
  }

  /** One that knows no rates. */
  public StatusLedger(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this(jdbc, transactions, Rates.none(), clock);
  }

  /**
   * Applies one update in a transaction of its own (or the caller's, where one is open).
   *
   * @return empty where no message is found: the webhook may have overtaken the record of Meta's
   *     answer, so try again a little later
   */
  public Optional<Applied> apply(StatusUpdate update) {
    return apply(List.of(update)).get(0);
  }

  /**
   * Applies updates one after the other, in one transaction (the caller's, where one is open) and a
   * few statements, however many there are.
   *
   * @param updates a failure only alone, since it may put its message off
   * @return for each of them, in their order, what {@link #apply(StatusUpdate)} would return;
   *     empty, too, where another of them is the first to tell its wamid
   */
  public List<Optional<Applied>> apply(List<StatusUpdate> updates) {
    if (updates.size() > 1 && updates.stream().anyMatch(u -> u.event().kind() == Kind.FAILED)) {
      throw new IllegalArgumentException("A failure is applied alone.");
    }
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              Map<Integer, Sent> attempts = find(updates);
              return new StatusPage(jdbc, later, rates, clock.instant(), attempts.values())
                  .apply(updates, attempts);
            }));
  }

  /**
   * What an update did.
   *
   * @param changed false for a duplicate or a late one; such an event need not be signaled
   * @param counts false for an event of a send that the message no longer goes by; such an event
   *     must not be signaled
   * @param campaignId null for a message of the gateway
   * @param hasWorkflow false where the campaign is tracked by the ledger alone, or there is none
   * @param acceptedAt null where Meta is not known to have taken the message
   * @param expected false where somebody may wait for the event: it tells that Meta has taken the
   *     message after all, or has let go of what it held
   */
  public record Applied(
      UUID messageId,
      @Nullable UUID campaignId,
      MessageStatus status,
      boolean changed,
      boolean counts,
      boolean hasWorkflow,
      @Nullable Instant acceptedAt,
      boolean expected) {}

  /** Returns the attempts, by the places of the updates that are about them. */
  private Map<Integer, Sent> find(List<StatusUpdate> updates) {
    Map<Integer, Sent> found = new TreeMap<>();
    find(BY_ATTEMPT, updates, StatusUpdate::attemptId, UUID[]::new, found);
    find(BY_WAMID, updates, StatusUpdate::wamid, String[]::new, found);
    return found;
  }

  private <K> void find(
      String sql,
      List<StatusUpdate> updates,
      Function<StatusUpdate, @Nullable K> key,
      IntFunction<K[]> empty,
      Map<Integer, Sent> found) {
    List<Integer> places =
        IntStream.range(0, updates.size())
            .filter(place -> !found.containsKey(place) && key.apply(updates.get(place)) != null)
            .boxed()
            .toList();
    if (places.isEmpty()) {
      return;
    }
    jdbc.sql(sql)
        .param("places", places.toArray(Integer[]::new))
        .param("keys", places.stream().map(updates::get).map(key).toArray(empty))
        .param(
            "accounts",
            places.stream().map(updates::get).map(StatusUpdate::accountId).toArray(UUID[]::new))
        .query(
            row -> {
              found.put(
                  row.getInt("place"),
                  new Sent(
                      Rows.uuid(row, "id"),
                      Rows.uuid(row, "message_id"),
                      Rows.uuid(row, "campaign_id"),
                      row.getString("route"),
                      row.getString("outcome")));
            });
  }
}
