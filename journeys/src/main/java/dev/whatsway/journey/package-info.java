/** The step language of journeys: what a definition may say, and what it means. Pure functions. */
@org.jspecify.annotations.NullMarked
package dev.whatsway.journey;
