/** Meta's windows: when a person may be written to without a template, and for free. */
@NullMarked
package dev.whatsway.store.window;

import org.jspecify.annotations.NullMarked;
