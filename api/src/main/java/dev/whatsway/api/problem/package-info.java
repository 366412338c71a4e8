/** Every error is an RFC 9457 problem that names the field and says what would be right. */
@NullMarked
package dev.whatsway.api.problem;

import org.jspecify.annotations.NullMarked;
