/** Child processes: started, watched, restarted, and ended whatever happens to the launcher. */
@NullMarked
package dev.whatsway.launcher.process;

import org.jspecify.annotations.NullMarked;
