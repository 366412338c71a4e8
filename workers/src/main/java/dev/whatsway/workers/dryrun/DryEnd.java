package dev.whatsway.workers.dryrun;

import java.time.Instant;
import java.util.UUID;

/** How one person's journey would end. */
public record DryEnd(UUID contactId, Instant at, String reason, boolean goal) {}
