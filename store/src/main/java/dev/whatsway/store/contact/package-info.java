/** People as a campaign meets them. */
@NullMarked
package dev.whatsway.store.contact;

import org.jspecify.annotations.NullMarked;
