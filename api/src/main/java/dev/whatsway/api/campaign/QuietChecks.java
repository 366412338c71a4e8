package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.setting.QuietHoursChecks;
import dev.whatsway.journey.time.QuietHours;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.rules.AccountQuietHours;
import dev.whatsway.store.rules.AccountRules;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the quiet hours of a campaign, which must leave some time beside the account's. */
@Component
class QuietChecks {

  private static final String FIELD = "quiet_hours";
  private static final List<String> ZONES = List.of("recipient", "campaign");

  private final AccountRules rules;

  QuietChecks(AccountRules rules) {
    this.rules = rules;
  }

  /** Returns null for none, and for ones that are not valid. */
  @Nullable CampaignQuietHours read(
      CampaignRequest.@Nullable QuietHoursRequest request, UUID accountId, Checks checks) {
    if (request == null) {
      return null;
    }
    String zone = checks.oneOf(FIELD + ".timezone", request.timezone(), ZONES.get(0), ZONES);
    QuietHours hours = QuietHoursChecks.read(FIELD, request.from(), request.to(), checks);
    if (hours == null) {
      return null;
    }
    boolean recipientZone = zone.equals(ZONES.get(0));
    if (recipientZone) {
      AccountQuietHours account = rules.quietHours(accountId).rule();
      QuietRules.problem(account.everywhere(), hours, account.countries())
          .ifPresent(
              problem ->
                  checks.fail(FIELD, "must leave some time of the day to everybody. " + problem));
    }
    return new CampaignQuietHours(hours, recipientZone);
  }
}
