/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.audience;

import org.jspecify.annotations.NullMarked;
