/** {@code /subscriptions}: where an account is told of events. */
@NullMarked
package dev.whatsway.api.subscription;

import org.jspecify.annotations.NullMarked;
