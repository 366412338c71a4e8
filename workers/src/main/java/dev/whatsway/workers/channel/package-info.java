/** Looking after channels: Meta's word on them, tokens, stops. */
@NullMarked
package dev.whatsway.workers.channel;

import org.jspecify.annotations.NullMarked;
