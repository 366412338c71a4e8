/** Dry runs: what was asked for, their reports, and what they need to know of people. */
@NullMarked
package dev.whatsway.store.dryrun;

import org.jspecify.annotations.NullMarked;
