package dev.whatsway.store.journey;

import dev.whatsway.contract.journey.Visit;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.Entered.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Lets people enter a journey from a step of another, once a visit of that step. */
@Repository
public class StepEntries {

  /** Hashed twice: no text that a caller gives an event as its id has the same. */
  private static final String ID = "sha256(sha256(convert_to(:visit, 'UTF8')))";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JourneyEntries entries;
  private final JsonMapper json;

  public StepEntries(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      JourneyEntries entries,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.entries = entries;
    this.json = json;
  }

  /**
   * What came of a visit.
   *
   * @param not why they did not enter; null where they did
   */
  private record Kept(long ordinal, int run, @Nullable Reason not) {

    static Kept of(Entered entered) {
      if (entered instanceof Entered.In in) {
        return new Kept(in.ordinal(), in.run(), null);
      }
      return new Kept(0, 0, ((Entered.Not) entered).reason());
    }

    Entered entered() {
      return not == null ? new Entered.In(ordinal, run) : new Entered.Not(not);
    }
  }

  /**
   * Lets the visit's person enter; a visit that has asked before, within 7 days, is answered as it
   * was, even where they have left again meanwhile.
   */
  public Entered enter(Campaign to, Visit visit, Instant now) {
    return Objects.requireNonNull(transaction.execute(status -> once(to, visit, now)));
  }

  private Entered once(Campaign to, Visit visit, Instant now) {
    if (!claim(to.accountId(), visit, now)) {
      return answered(to.accountId(), visit);
    }
    Entered entered = entries.enterFromStep(to, visit.contactId(), now);
    jdbc.sql(
            "UPDATE told_events SET answer = :answer::jsonb WHERE account_id = :account AND id = "
                + ID)
        .param("answer", json.writeValueAsString(Kept.of(entered)))
        .param("account", to.accountId())
        .param("visit", visit.key())
        .update();
    return entered;
  }

  /** A repetition waits here for the first try, and finds its answer. */
  private boolean claim(UUID accountId, Visit visit, Instant now) {
    return jdbc.sql(
                "INSERT INTO told_events (account_id, id, created_at) VALUES (:account, "
                    + ID
                    + ", :now) ON CONFLICT DO NOTHING")
            .param("account", accountId)
            .param("visit", visit.key())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private Entered answered(UUID accountId, Visit visit) {
    return jdbc.sql("SELECT answer FROM told_events WHERE account_id = :account AND id = " + ID)
        .param("account", accountId)
        .param("visit", visit.key())
        .query((row, n) -> json.readValue(row.getString("answer"), Kept.class))
        .single()
        .entered();
  }
}
