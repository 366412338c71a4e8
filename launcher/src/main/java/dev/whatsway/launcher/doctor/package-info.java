/** What is missing on this machine. */
@NullMarked
package dev.whatsway.launcher.doctor;

import org.jspecify.annotations.NullMarked;
