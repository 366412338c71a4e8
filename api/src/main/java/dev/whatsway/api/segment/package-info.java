/** {@code /segments}: contacts by condition. */
@NullMarked
package dev.whatsway.api.segment;

import org.jspecify.annotations.NullMarked;
