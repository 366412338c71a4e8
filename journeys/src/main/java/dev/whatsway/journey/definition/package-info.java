/** Definitions of journeys: read, checked, compiled to plans that never change. */
@NullMarked
package dev.whatsway.journey.definition;

import org.jspecify.annotations.NullMarked;
