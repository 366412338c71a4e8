/** Tokens of tracked links. */
@NullMarked
package dev.whatsway.store.link;

import org.jspecify.annotations.NullMarked;
