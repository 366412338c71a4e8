/** Dry runs of campaigns. */
@NullMarked
package dev.whatsway.api.dryrun;

import org.jspecify.annotations.NullMarked;
