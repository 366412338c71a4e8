/** Conditions on a person: compiled once, tested often, never an exception. */
@NullMarked
package dev.whatsway.journey.condition;

import org.jspecify.annotations.NullMarked;
