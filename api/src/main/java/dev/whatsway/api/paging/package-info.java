/** Cursors of the list endpoints. */
@NullMarked
package dev.whatsway.api.paging;

import org.jspecify.annotations.NullMarked;
