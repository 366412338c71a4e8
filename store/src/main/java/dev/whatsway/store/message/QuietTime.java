package dev.whatsway.store.message;

import dev.whatsway.journey.time.LocalSchedule;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.journey.time.QuietRules.Release;
import dev.whatsway.journey.time.RecipientZone;
import dev.whatsway.journey.time.SendMoment;
import dev.whatsway.journey.time.Spread;
import dev.whatsway.journey.time.Zones;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.rules.AccountQuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is quiet where the recipient of a marketing message lives, and when the message comes
 * then.
 *
 * @param account the account's quiet hours
 * @param campaign the campaign's own, null for none
 * @param campaignZone IANA
 * @param contactZone as the contact has it, null for none
 * @param contactCountry ISO 3166-1 alpha-2, null for none
 * @param grid what the moments are rounded up to: a lane looks at all messages of one at once; zero
 *     for none
 */
record QuietTime(
    AccountQuietHours account,
    @Nullable CampaignQuietHours campaign,
    String campaignZone,
    @Nullable String contactZone,
    @Nullable String contactCountry,
    Spread.Key key,
    Duration grid) {

  /** Those whom a night held come back over this long after it. */
  static final Duration SPREAD = Duration.ofMinutes(30);

  /** What quiet hours say to a message. */
  sealed interface Word {

    /** It may go now. */
    record Free() implements Word {}

    /** It comes again then. */
    record Until(Instant at) implements Word {}

    /** It is quiet until its campaign has ended. */
    record PastTheEnd() implements Word {}

    /** The rules leave this person no time at all. */
    record Never() implements Word {}
  }

  /**
   * Returns what the rules say.
   *
   * @param phone E.164
   * @param endsAt from when on nothing is sent, null where that is not known
   */
  Word at(Instant now, String phone, @Nullable Instant endsAt) {
    QuietRules rules = rules(phone);
    if (rules.rules().isEmpty()) {
      return new Word.Free();
    }
    RecipientZone zone = Zones.of(contactZone, phone, contactCountry, ZoneId.of(campaignZone));
    Release release = rules.earliest(now, zone.zone());
    if (release instanceof Release.Held held) {
      return until(held.at(), endsAt, rules, zone, now);
    }
    return release instanceof Release.Free ? new Word.Free() : new Word.Never();
  }

  private Word until(
      Instant end, @Nullable Instant endsAt, QuietRules rules, RecipientZone zone, Instant now) {
    if (endsAt != null && !end.isBefore(endsAt)) {
      return new Word.PastTheEnd();
    }
    // The spread alone must not carry anybody past the campaign's end.
    Duration left = endsAt == null ? SPREAD : Duration.between(end, endsAt);
    Duration over = left.compareTo(SPREAD) < 0 ? left : SPREAD;
    SendMoment moment = LocalSchedule.now(over, zone, rules, key, now);
    Instant at = moment instanceof SendMoment.At when ? when.instant() : end;
    Instant rounded = rounded(at);
    return new Word.Until(endsAt == null || rounded.isBefore(endsAt) ? rounded : at);
  }

  private Instant rounded(Instant at) {
    long step = Math.max(1, grid.toSeconds());
    return Instant.ofEpochSecond(-Math.floorDiv(-at.getEpochSecond(), step) * step);
  }

  private QuietRules rules(String phone) {
    return PersonalQuiet.rules(account, campaign, campaignZone, phone, contactCountry);
  }
}
