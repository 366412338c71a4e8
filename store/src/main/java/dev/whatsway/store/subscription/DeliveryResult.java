package dev.whatsway.store.subscription;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a try ended.
 *
 * @param tries that of the claim: a later claim's result is another
 * @param dueAt when it is tried again; null where it is not
 * @param state where it stands now
 */
public record DeliveryResult(
    long id,
    int tries,
    String state,
    @Nullable Instant dueAt,
    @Nullable Integer httpStatus,
    @Nullable String error) {}
