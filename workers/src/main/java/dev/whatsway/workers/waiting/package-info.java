/** How workflows wait. */
@NullMarked
package dev.whatsway.workers.waiting;

import org.jspecify.annotations.NullMarked;
