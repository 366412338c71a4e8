/** {@code /campaigns}: creation, commands, progress and report. */
@NullMarked
package dev.whatsway.api.campaign;

import org.jspecify.annotations.NullMarked;
