/** Who must not be written to: suppressions, words that opt out, erasure. */
@NullMarked
package dev.whatsway.store.consent;

import org.jspecify.annotations.NullMarked;
