package dev.whatsway.store.message;

import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.journey.time.QuietRules.Holder;
import dev.whatsway.journey.time.QuietRules.Rule;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.rules.AccountQuietHours;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The quiet hours that hold for one person. */
public final class PersonalQuiet {

  /**
   * @param campaign null for a campaign without quiet hours of its own
   * @param campaignZone IANA
   * @param phone E.164
   * @param country ISO 3166-1 alpha-2; null for the number's
   */
  public static QuietRules rules(
      AccountQuietHours account,
      @Nullable CampaignQuietHours campaign,
      String campaignZone,
      String phone,
      @Nullable String country) {
    List<Rule> rules = new ArrayList<>();
    add(rules, Holder.ACCOUNT, account.everywhere(), null);
    if (campaign != null) {
      add(
          rules,
          Holder.CAMPAIGN,
          campaign.hours(),
          campaign.recipientZone() ? null : ZoneId.of(campaignZone));
    }
    if (!account.countries().isEmpty()) {
      String known = country == null ? PhoneNumbers.country(phone).orElse("") : country;
      add(rules, Holder.COUNTRY, account.countries().get(known), null);
    }
    return new QuietRules(rules);
  }

  private static void add(
      List<Rule> rules, Holder holder, @Nullable QuietHours hours, @Nullable ZoneId zone) {
    if (hours != null && !hours.isNone()) {
      rules.add(new Rule(holder, hours, zone));
    }
  }

  private PersonalQuiet() {}
}
