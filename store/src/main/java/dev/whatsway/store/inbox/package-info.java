/** Webhook events on their way from the ingress to the ledger. */
@NullMarked
package dev.whatsway.store.inbox;

import org.jspecify.annotations.NullMarked;
