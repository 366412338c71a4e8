package dev.whatsway.contract.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Asks a campaign to pause, resume or cancel.
 *
 * @param reason shown as {@code status_reason}; null for none
 */
public record CampaignCommand(@Nullable String reason) {}
