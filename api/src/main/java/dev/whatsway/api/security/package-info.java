/** API keys: who calls, and that every query is bound to that account. */
@NullMarked
package dev.whatsway.api.security;

import org.jspecify.annotations.NullMarked;
