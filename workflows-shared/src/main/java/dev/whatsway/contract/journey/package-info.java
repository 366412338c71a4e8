/** Journeys: the contract of a step, and the workflow that takes one person through them. */
@NullMarked
package dev.whatsway.contract.journey;

import org.jspecify.annotations.NullMarked;
