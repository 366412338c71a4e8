/** {@code /messages}: one message with its attempts and statuses. */
@NullMarked
package dev.whatsway.api.message;

import org.jspecify.annotations.NullMarked;
