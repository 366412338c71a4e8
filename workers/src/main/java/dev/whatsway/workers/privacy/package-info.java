/** Keeps personal data out of what is kept and shown. */
@NullMarked
package dev.whatsway.workers.privacy;

import org.jspecify.annotations.NullMarked;
