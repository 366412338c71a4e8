/** {@code /audiences}: CSV imports and their rejected rows. */
@NullMarked
package dev.whatsway.api.audience;

import org.jspecify.annotations.NullMarked;
