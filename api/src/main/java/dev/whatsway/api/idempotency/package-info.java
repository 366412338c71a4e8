/** {@code Idempotency-Key}: a repeated POST gets the answer of the first. */
@NullMarked
package dev.whatsway.api.idempotency;

import org.jspecify.annotations.NullMarked;
