/** {@code /r/…}: the links in messages that a campaign tracks. */
@NullMarked
package dev.whatsway.api.link;

import org.jspecify.annotations.NullMarked;
