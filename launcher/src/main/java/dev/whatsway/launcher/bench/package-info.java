/** {@code whatsway bench}: what a campaign costs, measured against the simulator. */
@NullMarked
package dev.whatsway.launcher.bench;

import org.jspecify.annotations.NullMarked;
