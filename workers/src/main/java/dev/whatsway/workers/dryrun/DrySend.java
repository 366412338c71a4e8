package dev.whatsway.workers.dryrun;

import dev.whatsway.store.cost.Cost;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that would be planned.
 *
 * @param at when it would go out, after quiet hours
 * @param zone where the person lives
 * @param zoneSource by what that is known
 * @param held by which quiet hours it would wait, in words; null for none
 * @param skipped why it would not be sent; null for one that would
 * @param cost what Meta would charge, were it delivered; null where no rate says it
 */
public record DrySend(
    UUID contactId,
    String country,
    String step,
    String template,
    Instant at,
    ZoneId zone,
    String zoneSource,
    @Nullable String held,
    @Nullable String skipped,
    @Nullable Cost cost) {}
