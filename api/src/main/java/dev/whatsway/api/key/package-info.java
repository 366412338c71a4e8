/** The account's API keys, for keys of the scope admin. */
@NullMarked
package dev.whatsway.api.key;

import org.jspecify.annotations.NullMarked;
