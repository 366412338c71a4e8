/** Meta's webhooks: checked, split into events, stored and acknowledged; nothing else. */
@NullMarked
package dev.whatsway.api.webhook;

import org.jspecify.annotations.NullMarked;
