package dev.whatsway.contract.campaign;

import java.util.UUID;

/**
 * Tells a campaign why nothing of it can be sent for now.
 *
 * @param code Meta's
 * @param reason shown as {@code status_reason}: what is wrong and what to do about it
 */
public record StopNotice(UUID stopId, int code, String reason) {}
