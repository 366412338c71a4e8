/** Takes webhook events from the inbox into the ledger and on to the workflows that wait. */
@NullMarked
package dev.whatsway.workers.webhook;

import org.jspecify.annotations.NullMarked;
