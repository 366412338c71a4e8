/** Campaigns that come again and again, and the campaigns that came of them. */
@NullMarked
package dev.whatsway.store.recurring;

import org.jspecify.annotations.NullMarked;
