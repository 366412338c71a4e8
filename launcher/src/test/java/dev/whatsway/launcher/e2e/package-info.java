/**
 * The product as a whole: real processes, a real Temporal server, the simulator in Meta's place.
 */
@NullMarked
package dev.whatsway.launcher.e2e;

import org.jspecify.annotations.NullMarked;
