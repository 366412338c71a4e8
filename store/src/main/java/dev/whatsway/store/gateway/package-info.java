/** What the gateway sends: the ledger of messages that no campaign planned. */
@NullMarked
package dev.whatsway.store.gateway;

import org.jspecify.annotations.NullMarked;
