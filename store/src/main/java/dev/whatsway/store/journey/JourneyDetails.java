package dev.whatsway.store.journey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through a journey, as people outside ask for it.
 *
 * @param ordinal its place in the campaign
 * @param phone E.164 with its plus sign; {@code erased} of somebody who was erased
 * @param run the how-manieth of this person in this campaign, from 1
 * @param planHash the plan the person follows
 * @param status {@code planned}, {@code active} or {@code ended}
 * @param step where the person is, or was when it ended; null before the first
 * @param why what it waits for, else the latest decision
 */
public record JourneyDetails(
    UUID campaignId,
    long ordinal,
    UUID contactId,
    String phone,
    int run,
    String planHash,
    String status,
    @Nullable String step,
    int visit,
    @Nullable Instant since,
    @Nullable Instant nextAt,
    @Nullable String why,
    @Nullable String endedReason,
    boolean goal,
    Instant createdAt,
    @Nullable Instant enteredAt,
    @Nullable Instant endedAt) {

  static JourneyDetails read(ResultSet row, int number) throws SQLException {
    return new JourneyDetails(
        row.getObject("campaign_id", UUID.class),
        row.getLong("ordinal"),
        row.getObject("contact_id", UUID.class),
        row.getString("phone"),
        row.getInt("run"),
        row.getString("plan_hash"),
        row.getString("status"),
        row.getString("step"),
        row.getInt("visit"),
        instant(row, "since"),
        instant(row, "next_at"),
        row.getString("why"),
        row.getString("ended_reason"),
        row.getBoolean("goal"),
        Objects.requireNonNull(instant(row, "created_at")),
        instant(row, "entered_at"),
        instant(row, "ended_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Leaves out the person. */
  @Override
  public String toString() {
    return "JourneyDetails[campaignId=" + campaignId + ", ordinal=" + ordinal + "]";
  }
}
