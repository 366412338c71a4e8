package dev.whatsway.contract.journey;

import java.util.List;

/** What one look into the outbox found for one journey: one signal, however many events. */
public record JourneyEvents(List<JourneyEvent> events) {}
