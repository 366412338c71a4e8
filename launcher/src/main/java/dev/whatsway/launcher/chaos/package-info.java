/** Makes everything go wrong at once while campaigns run, then checks the books. */
@NullMarked
package dev.whatsway.launcher.chaos;

import org.jspecify.annotations.NullMarked;
