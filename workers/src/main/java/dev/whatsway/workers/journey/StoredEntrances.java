package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.journey.step.EnterJourneySettings;
import dev.whatsway.journey.step.EnterJourneyStep.Entrances;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.journey.Entered;
import dev.whatsway.store.journey.StepEntries;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets people into journeys of the same account, by the rules of those. */
@Component
class StoredEntrances implements Entrances {

  private final CampaignRuns campaigns;
  private final StepEntries entries;

  StoredEntrances(CampaignRuns campaigns, StepEntries entries) {
    this.campaigns = campaigns;
    this.entries = entries;
  }

  @Override
  public String enter(EnterJourneySettings settings, StepContext context) {
    Campaign to = campaigns.get(settings.campaignId());
    UUID account = campaigns.get(context.visit().campaignId()).accountId();
    if (!to.accountId().equals(account)) {
      return "did not enter: the campaign is another account's";
    }
    Entered entered = entries.enter(to, context.visit(), context.now());
    return entered instanceof Entered.Not not
        ? "did not enter the other journey: " + not.reason().wire()
        : "entered the other journey";
  }
}
