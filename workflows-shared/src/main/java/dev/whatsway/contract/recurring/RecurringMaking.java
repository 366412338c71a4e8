package dev.whatsway.contract.recurring;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the campaigns of recurring ones. Task queue {@code campaigns}. */
@ActivityInterface
public interface RecurringMaking {

  /**
   * Makes the campaign of one time, launched but for its workflow; the same one however often it is
   * asked.
   *
   * @throws io.temporal.failure.ApplicationFailure while its audience is being imported
   */
  Outcome makeCampaign(Time time);

  /** One time of a recurring campaign. */
  record Time(UUID recurringId, Instant scheduledAt) {}

  /**
   * What came of a time.
   *
   * @param made null where no campaign is to be started
   * @param reason why none is, null where one is
   */
  record Outcome(@Nullable Made made, @Nullable String reason) {}

  /**
   * A campaign to be started.
   *
   * @param template {@code name/language}
   */
  record Made(UUID campaignId, UUID channelId, String template) {}
}
