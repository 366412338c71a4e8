package dev.whatsway.api.campaign;

import dev.whatsway.journey.step.EnterJourneySettings;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.journey.CompiledPlans;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds journeys that would lead people round and round, by the campaigns' present plans. */
@Component
class JourneyCircles {

  private final Campaigns campaigns;
  private final CompiledPlans plans;

  JourneyCircles(Campaigns campaigns, CompiledPlans plans) {
    this.campaigns = campaigns;
    this.plans = plans;
  }

  /**
   * Returns the campaign whose journey leads into {@code to}, where people who enter {@code from}
   * may come to it; empty where none does.
   */
  Optional<UUID> leadsBack(UUID accountId, UUID from, UUID to) {
    if (from.equals(to)) {
      return Optional.of(to);
    }
    Set<UUID> seen = new HashSet<>(Set.of(from));
    Deque<UUID> ahead = new ArrayDeque<>(seen);
    while (!ahead.isEmpty()) {
      UUID campaign = ahead.remove();
      for (UUID next : entered(accountId, campaign)) {
        if (next.equals(to)) {
          return Optional.of(campaign);
        }
        if (seen.add(next)) {
          ahead.add(next);
        }
      }
    }
    return Optional.empty();
  }

  private Set<UUID> entered(UUID accountId, UUID campaignId) {
    Set<UUID> entered = new HashSet<>();
    campaigns
        .find(accountId, campaignId)
        .filter(campaign -> !campaign.status().closed())
        .map(Campaign::journeyHash)
        .flatMap(hash -> plans.find(accountId, hash))
        .ifPresent(
            plan ->
                plan.steps()
                    .values()
                    .forEach(
                        step -> {
                          if (step.settings() instanceof EnterJourneySettings enter) {
                            entered.add(enter.campaignId());
                          }
                        }));
    return entered;
  }
}
