package dev.whatsway.contract.campaign;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a campaign and plans its messages. Task queue {@code campaigns}. */
@ActivityInterface
public interface CampaignPlanning {

  Schedule schedule(UUID campaignId);

  /**
   * Makes one message row for each member of the audience or segment, once however often it runs:
   * {@code queued}, or {@code skipped} with its reason. Heartbeats its cursor.
   */
  Plan plan(UUID campaignId);

  /**
   * When to start.
   *
   * @param startAt null for at once
   * @param startBy the latest start, null for none
   * @param skipWhenLate whether a start after {@code startBy} is skipped (misfire policy {@code
   *     skip}) or sent all the same
   * @param template {@code name/language}, for search attributes and summaries in the UI
   * @param channelId for the search attribute
   * @param tracking null, in histories of before it existed, for {@code MESSAGE_WORKFLOW}
   * @param journey whether people enter a journey; null, in histories of before there were any, for
   *     no
   */
  record Schedule(
      @Nullable Instant startAt,
      @Nullable Instant startBy,
      boolean skipWhenLate,
      String template,
      UUID channelId,
      @Nullable Tracking tracking,
      @Nullable Boolean journey) {

    /** The schedule of a campaign of one message to each. */
    public Schedule(
        @Nullable Instant startAt,
        @Nullable Instant startBy,
        boolean skipWhenLate,
        String template,
        UUID channelId,
        @Nullable Tracking tracking) {
      this(startAt, startBy, skipWhenLate, template, channelId, tracking, null);
    }
  }

  /**
   * What was planned.
   *
   * @param planned messages in all, also the skipped
   * @param problem why the campaign cannot run at all, null when it can
   */
  record Plan(long planned, @Nullable String problem) {}
}
