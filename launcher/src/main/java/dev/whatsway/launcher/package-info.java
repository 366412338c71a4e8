/** The command {@code whatsway}: starts every part on one machine, in order, and ends them. */
@NullMarked
package dev.whatsway.launcher;

import org.jspecify.annotations.NullMarked;
