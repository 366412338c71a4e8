/** The OpenAPI document at {@code /v3/api-docs}. */
@NullMarked
package dev.whatsway.api.openapi;

import org.jspecify.annotations.NullMarked;
