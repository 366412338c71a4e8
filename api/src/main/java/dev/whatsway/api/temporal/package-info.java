/** The client side of Temporal: starting, commanding and linking to workflows. */
@NullMarked
package dev.whatsway.api.temporal;

import org.jspecify.annotations.NullMarked;
