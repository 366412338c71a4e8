/** Segments: conditions on contacts, and how far campaigns over them are planned. */
@NullMarked
package dev.whatsway.store.segment;

import org.jspecify.annotations.NullMarked;
