package dev.whatsway.api.recurring;

import dev.whatsway.api.problem.ApiException;
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

  private final RecurringCampaigns rows;
  private final RecurringSchedules schedules;

  RecurringPlans(RecurringCampaigns rows, RecurringSchedules schedules) {
    this.rows = rows;
    this.schedules = schedules;
  }

  /**
   * Stores a new one and makes its schedule; nothing stays where Temporal does not answer.
   *
   * @throws ApiException where it does not
   */
  void make(RecurringCampaign recurring) {
    rows.insert(recurring);
    try {
      follow(recurring.accountId(), recurring.id());
    } catch (ApiException e) {
      // A schedule that was made all the same is deleted by its first time, which finds no row.
      rows.delete(recurring.id());
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
