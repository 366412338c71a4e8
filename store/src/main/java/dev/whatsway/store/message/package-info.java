/** The ledger: messages, the attempts to send them, and what webhooks say of them. */
@NullMarked
package dev.whatsway.store.message;

import org.jspecify.annotations.NullMarked;
