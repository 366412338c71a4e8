package dev.whatsway.workers.dryrun;

import java.util.UUID;

/** Somebody going from a step to another. */
public record DryMove(UUID contactId, String from, String to, String note) {}
