@NullMarked
package dev.whatsway.api.inbox;

import org.jspecify.annotations.NullMarked;
