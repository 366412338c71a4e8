@NullMarked
package dev.whatsway.workers.webhook.fact;

import org.jspecify.annotations.NullMarked;
