package dev.whatsway.store.campaign;

import dev.whatsway.journey.time.QuietHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * The quiet hours of one campaign.
 *
 * @param recipientZone whether they are read where the recipient lives, not in the campaign's zone
 */
public record CampaignQuietHours(QuietHours hours, boolean recipientZone) {

  /** Returns whose clock they are read by, as the API and the tables say it. */
  public String timezone() {
    return recipientZone ? "recipient" : "campaign";
  }

  /** Reads a row with the columns of a campaign; null where it has none. */
  public static @Nullable CampaignQuietHours read(ResultSet row) throws SQLException {
    LocalTime from = row.getObject("quiet_from", LocalTime.class);
    return from == null
        ? null
        : new CampaignQuietHours(
            new QuietHours(from, row.getObject("quiet_to", LocalTime.class)),
            row.getString("quiet_zone").equals("recipient"));
  }
}
