@NullMarked
package dev.whatsway.store.eventlog;

import org.jspecify.annotations.NullMarked;
