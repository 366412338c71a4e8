package dev.whatsway.contract.recurring;

import java.util.UUID;

/** Names the recurring campaign; when it is for, the schedule that starts it says. */
public record RecurringInput(UUID recurringId) {}
