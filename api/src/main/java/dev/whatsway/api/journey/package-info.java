/** People on their way through journeys: where they are, what is ordered, what is told of them. */
@NullMarked
package dev.whatsway.api.journey;

import org.jspecify.annotations.NullMarked;
