/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.campaign;

import org.jspecify.annotations.NullMarked;
