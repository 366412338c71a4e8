/** Where the Temporal server comes from, and how it is started and prepared. */
@NullMarked
package dev.whatsway.launcher.temporal;

import org.jspecify.annotations.NullMarked;
