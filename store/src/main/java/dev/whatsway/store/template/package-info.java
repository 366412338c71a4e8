/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.template;

import org.jspecify.annotations.NullMarked;
