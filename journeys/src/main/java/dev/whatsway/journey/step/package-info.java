/** The settings of the steps that come with WhatsWay. */
@NullMarked
package dev.whatsway.journey.step;

import org.jspecify.annotations.NullMarked;
