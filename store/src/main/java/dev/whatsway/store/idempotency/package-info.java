/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.idempotency;

import org.jspecify.annotations.NullMarked;
