package dev.whatsway.contract.campaign;

import java.util.UUID;

/** Names the campaign; everything else about it is read from PostgreSQL. */
public record CampaignInput(UUID campaignId) {}
