/** Journeys tried out on the people they are meant for, without sending or storing anything. */
@NullMarked
package dev.whatsway.workers.dryrun;

import org.jspecify.annotations.NullMarked;
