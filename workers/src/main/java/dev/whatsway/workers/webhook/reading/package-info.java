@NullMarked
package dev.whatsway.workers.webhook.reading;

import org.jspecify.annotations.NullMarked;
