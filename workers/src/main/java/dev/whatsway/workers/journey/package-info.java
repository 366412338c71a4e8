/** Journeys: the workflow that waits, the activity that decides, the courier that tells. */
@NullMarked
package dev.whatsway.workers.journey;

import org.jspecify.annotations.NullMarked;
