package dev.whatsway.store.audience;

import org.jspecify.annotations.Nullable;

/** A row that was not imported. */
public record Rejection(long line, @Nullable String field, String code, String reason) {}
