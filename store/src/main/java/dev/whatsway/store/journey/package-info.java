/** Journeys: plans, who is where on their way, and what their workflows are still to be told. */
@NullMarked
package dev.whatsway.store.journey;

import org.jspecify.annotations.NullMarked;
