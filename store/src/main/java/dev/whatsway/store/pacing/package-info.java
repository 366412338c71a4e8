/** How fast Meta may be called: by number, by pair of numbers, by portfolio. */
@NullMarked
package dev.whatsway.store.pacing;

import org.jspecify.annotations.NullMarked;
