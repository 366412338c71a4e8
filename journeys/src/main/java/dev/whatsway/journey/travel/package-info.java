/** Takes one step of one person by a plan; pure but for what the steps themselves do. */
@NullMarked
package dev.whatsway.journey.travel;

import org.jspecify.annotations.NullMarked;
