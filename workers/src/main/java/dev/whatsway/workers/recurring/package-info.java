/** Carries out the times of recurring campaigns. */
@NullMarked
package dev.whatsway.workers.recurring;

import org.jspecify.annotations.NullMarked;
