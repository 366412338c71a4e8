/** What messages cost. */
@NullMarked
package dev.whatsway.store.cost;

import org.jspecify.annotations.NullMarked;
