/** A stand-in for Meta's Graph API; it knows nothing of the product it is used to test. */
@NullMarked
package dev.whatsway.simulator;

import org.jspecify.annotations.NullMarked;
