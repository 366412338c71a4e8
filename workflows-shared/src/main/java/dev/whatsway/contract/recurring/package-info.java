/** Campaigns that come again and again. */
@NullMarked
package dev.whatsway.contract.recurring;

import org.jspecify.annotations.NullMarked;
