@NullMarked
package dev.whatsway.workers.webhook.effect;

import org.jspecify.annotations.NullMarked;
