/** Hosts that journeys may call. */
@NullMarked
package dev.whatsway.api.callout;

import org.jspecify.annotations.NullMarked;
