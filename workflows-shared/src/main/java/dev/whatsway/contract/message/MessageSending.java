package dev.whatsway.contract.message;

import io.temporal.activity.ActivityInterface;

/**
 * The gate, the claim in the ledger, Meta's answer and its record, in one activity a route. Task
 * queue {@code sending}.
 *
 * <p>A retry by Temporal that finds an attempt claimed without an outcome answers {@link
 * SendResult.Unknown}: the worker died or timed out between the claim and the record, and the
 * message may have gone out.
 */
@ActivityInterface
public interface MessageSending {

  SendResult sendViaMarketingMessages(SendCommand command);

  SendResult sendViaCloud(SendCommand command);
}
