package dev.whatsway.contract.message;

import org.jspecify.annotations.Nullable;

/**
 * Meta's error, as it said it.
 *
 * @param code Meta's code; 0 where there was none
 * @param details {@code error_data.details}, null where Meta sent none; never holds a phone number
 */
public record Failure(int code, String title, @Nullable String details) {}
