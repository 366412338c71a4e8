package dev.whatsway.contract.message;

import org.jspecify.annotations.Nullable;

/**
 * What an operator reads from an open or closed message workflow.
 *
 * @param route the route of the latest attempt, null before the first
 * @param waitingFor in words, what the workflow waits for now; null when it is done
 */
public record MessageView(
    MessageStatus status,
    @Nullable Route route,
    boolean clicked,
    boolean replied,
    @Nullable Failure failure,
    @Nullable String reason,
    @Nullable String waitingFor) {}
