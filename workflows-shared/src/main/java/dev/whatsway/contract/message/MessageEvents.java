package dev.whatsway.contract.message;

import java.util.List;

/**
 * What one claim of the webhook dispatcher found for one message: one signal, however many events.
 */
public record MessageEvents(List<MessageEvent> events) {}
