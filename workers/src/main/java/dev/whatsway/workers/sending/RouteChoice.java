package dev.whatsway.workers.sending;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.channel.Channel;
import java.util.UUID;

/**
 * Decides the route a message tries first. The rollout percentage counts people, not messages: a
 * contact is on the same side of it in every campaign, so that routes can be compared.
 */
public final class RouteChoice {

  private final boolean marketingMessages;
  private final int percent;

  public RouteChoice(Campaign campaign, Channel channel) {
    marketingMessages =
        campaign.category().equals("MARKETING")
            && channel.mmEnabled()
            && channel.routing().equals("auto");
    percent = channel.mmRolloutPercent();
  }

  public Route of(UUID contactId) {
    // UUID.hashCode is specified, so the side is the same on every JVM; the multiplication spreads
    // ids that were counted up.
    int bucket = Math.floorMod((contactId.hashCode() * 0x9E3779B1) >>> 7, 100);
    return marketingMessages && bucket < percent ? Route.MARKETING_MESSAGES : Route.CLOUD;
  }
}
