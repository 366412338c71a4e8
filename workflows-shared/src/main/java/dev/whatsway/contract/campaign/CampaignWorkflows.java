package dev.whatsway.contract.campaign;

import dev.whatsway.contract.SearchAttributes;
import java.util.UUID;

/** What a campaign's workflow is started with, by whoever starts it. */
public final class CampaignWorkflows {

  /**
   * Returns what an operator finds it by.
   *
   * @param template {@code name/language}
   */
  public static io.temporal.common.SearchAttributes attributes(
      UUID campaignId, UUID channelId, String template) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(SearchAttributes.CAMPAIGN_ID, campaignId.toString())
        .set(SearchAttributes.CHANNEL_ID, channelId.toString())
        .set(SearchAttributes.TEMPLATE, template)
        .build();
  }

  private CampaignWorkflows() {}
}
