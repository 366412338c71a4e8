/** Hosts that journeys may call. */
@NullMarked
package dev.whatsway.store.callout;

import org.jspecify.annotations.NullMarked;
