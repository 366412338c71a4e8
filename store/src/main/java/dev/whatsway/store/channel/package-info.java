/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.channel;

import org.jspecify.annotations.NullMarked;
