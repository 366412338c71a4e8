package dev.whatsway.api.recurring;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.temporal.RecurringSchedules;
import dev.whatsway.api.temporal.RecurringSchedules.Timetable;
import dev.whatsway.store.recurring.RecurringCampaign;
import dev.whatsway.store.recurring.RecurringCampaigns;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stores recurring campaigns and has Temporal's schedules follow. The row comes first, since what
 * it says is what a time makes: nothing comes of a row that is paused or deleted, whatever its
 * schedule does. A row that Temporal has not confirmed says so; any further change settles it.
 */
@Component
class RecurringPlans {

  private static final Logger log = LoggerFactory.getLogger(RecurringPlans.class);

  /** Each is a schedule in Temporal. */
  private static final int MOST = 100;

  private final RecurringCampaigns rows;
  private final RecurringSchedules schedules;

  RecurringPlans(RecurringCampaigns rows, RecurringSchedules schedules) {
    this.rows = rows;
    this.schedules = schedules;
  }

  /**
   * Stores a new one and makes its schedule; nothing stays where Temporal does not answer. One that
   * an earlier try has left under the same id is the one.
   *
   * @return its id, another one where the given one was used and deleted
   * @throws ApiException where the account has too many, or Temporal does not answer
   */
  UUID make(RecurringCampaign recurring) {
    UUID account = recurring.accountId();
    if (rows.isFull(account, MOST) && rows.find(account, recurring.id()).isEmpty()) {
      throw new ApiException(
          ProblemKind.CONFLICT,
          "The account has %d recurring campaigns, which is the most; delete one that is no longer needed."
              .formatted(MOST));
    }
    if (rows.insert(recurring)) {
      begin(recurring, true);
      return recurring.id();
    }
    if (rows.find(recurring.accountId(), recurring.id()).isPresent()) {
      begin(recurring, false);
      return recurring.id();
    }
    return make(recurring.withId(UUID.randomUUID()));
  }

  /**
   * Where PostgreSQL is away, too, the row stays: nothing comes of it while it is not confirmed.
   *
   * @param isNew whether it goes again even if it was confirmed and that answer was lost
   */
  private void begin(RecurringCampaign recurring, boolean isNew) {
    try {
      follow(recurring.accountId(), recurring.id());
    } catch (RuntimeException e) {
      try {
        // A schedule that was made all the same is deleted by its first time, which finds no row.
        if (!rows.drop(recurring.id()) && isNew) {
          rows.delete(recurring.id());
        }
      } catch (RuntimeException away) {
        e.addSuppressed(away);
      }
      throw e;
    }
  }

  /**
   * Changes one, and then its schedule.
   *
   * @throws ApiException where there is none, or Temporal does not answer: it is stored then, but
   *     not confirmed
   */
  void change(UUID accountId, UUID id, UnaryOperator<RecurringCampaign> change) {
    // Somebody else may change it between our reading and our writing.
    boolean stored = false;
    while (!stored) {
      stored = rows.update(change.apply(find(accountId, id)));
    }
    follow(accountId, id);
  }

  /** Deletes one; its schedule now, or at its next time where Temporal does not answer. */
  void delete(UUID accountId, UUID id) {
    rows.delete(find(accountId, id).id());
    try {
      schedules.delete(id);
    } catch (ApiException e) {
      log.warn("The schedule of {} is deleted at its next time: {}", id, e.getMessage());
    }
  }

  RecurringCampaign find(UUID accountId, UUID id) {
    return rows.find(accountId, id)
        .orElseThrow(() -> ApiException.notFound("recurring campaign", id));
  }

  /**
   * Two changes may reach Temporal in the other order than the table, so whoever finds a newer one
   * in the table tells Temporal once more.
   */
  private void follow(UUID accountId, UUID id) {
    boolean confirmed = false;
    while (!confirmed) {
      Optional<RecurringCampaign> row = rows.find(accountId, id);
      if (row.isEmpty()) {
        schedules.delete(id);
        return;
      }
      schedules.put(timetable(row.get()));
      confirmed = rows.confirm(id, row.get().version());
    }
  }

  private static Timetable timetable(RecurringCampaign recurring) {
    Cron cron = Every.of(recurring.every(), recurring.timezone()).cron();
    return new Timetable(
        recurring.id(),
        recurring.definition().name(),
        cron.minute(),
        cron.hours(),
        cron.days(),
        cron.months(),
        cron.weekdays(),
        recurring.timezone(),
        recurring.overlap(),
        recurring.catchUp(),
        recurring.paused());
  }
}
