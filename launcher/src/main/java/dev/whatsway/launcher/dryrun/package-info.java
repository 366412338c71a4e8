/** {@code ./whatsway dry-run}: what it reads and prints. */
@NullMarked
package dev.whatsway.launcher.dryrun;

import org.jspecify.annotations.NullMarked;
