/** Repositories of the feature. */
@NullMarked
package dev.whatsway.store.account;

import org.jspecify.annotations.NullMarked;
