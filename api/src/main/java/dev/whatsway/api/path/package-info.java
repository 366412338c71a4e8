/** Where a request leads, told before Spring has routed it. */
@NullMarked
package dev.whatsway.api.path;

import org.jspecify.annotations.NullMarked;
