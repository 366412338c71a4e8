/** Delivers events to subscriptions, signed as Standard Webhooks. */
@NullMarked
package dev.whatsway.workers.subscription;

import org.jspecify.annotations.NullMarked;
