/** Campaigns that come again and again: their definition, their times, their schedules. */
@NullMarked
package dev.whatsway.api.recurring;

import org.jspecify.annotations.NullMarked;
