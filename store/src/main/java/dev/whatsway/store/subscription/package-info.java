/** Subscriptions to events, and the outbox of their deliveries. */
@NullMarked
package dev.whatsway.store.subscription;

import org.jspecify.annotations.NullMarked;
