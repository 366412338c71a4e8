/** What is told to the person at the terminal. */
@NullMarked
package dev.whatsway.launcher.console;

import org.jspecify.annotations.NullMarked;
