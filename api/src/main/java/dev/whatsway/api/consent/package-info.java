/** Consent, suppressions and the keywords by which people opt out. */
@NullMarked
package dev.whatsway.api.consent;

import org.jspecify.annotations.NullMarked;
