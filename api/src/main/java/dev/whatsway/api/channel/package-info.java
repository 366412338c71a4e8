/** {@code /channels}: the WhatsApp numbers campaigns are sent from. */
@NullMarked
package dev.whatsway.api.channel;

import org.jspecify.annotations.NullMarked;
