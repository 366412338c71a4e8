@NullMarked
package dev.whatsway.api.eventlog;

import org.jspecify.annotations.NullMarked;
