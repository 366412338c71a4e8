/** The settings of steps, read from JSON by the records that hold them, and their JSON Schema. */
@NullMarked
package dev.whatsway.journey.setting;

import org.jspecify.annotations.NullMarked;
