package dev.whatsway.api.campaign;

import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.JourneyPlans;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes the views of campaigns. */
@Component
class CampaignViews {

  private final CampaignReports reports;
  private final JourneyPlans plans;
  private final TemporalLinks links;
  private final JsonMapper json;

  CampaignViews(CampaignReports reports, JourneyPlans plans, TemporalLinks links, JsonMapper json) {
    this.reports = reports;
    this.plans = plans;
    this.links = links;
    this.json = json;
  }

  /** Returns one campaign with its journey. */
  CampaignView of(Campaign campaign) {
    return CampaignView.of(
        campaign,
        Optional.ofNullable(campaign.journeyHash())
            .flatMap(hash -> plans.find(campaign.accountId(), hash))
            .map(json::readTree)
            .orElse(null),
        reports.counts(campaign),
        links);
  }

  /** Returns a campaign of a list, without its journey: 500 of those could be 128 MB. */
  CampaignView listed(Campaign campaign) {
    return CampaignView.of(campaign, null, reports.counts(campaign), links);
  }
}
