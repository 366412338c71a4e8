package dev.whatsway.store.template;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Meta says of a template beside its content.
 *
 * @param id Meta's id; null: not learnt yet
 * @param quality {@code GREEN}, {@code YELLOW}, {@code RED} or {@code UNKNOWN}; null: not told
 * @param rejectedReason Meta's word; null where it was not rejected
 * @param sendTtlSeconds how long Meta tries to deliver a message of it; -1: 30 days; null: Meta's
 *     default
 * @param deletedAt since when it is deleted; null: it is not
 */
public record MetaSide(
    @Nullable String id,
    @Nullable String quality,
    @Nullable String rejectedReason,
    @Nullable Integer sendTtlSeconds,
    @Nullable Instant deletedAt) {

  /** Nothing is known of it. */
  public static final MetaSide NONE = new MetaSide(null, null, null, null, null);
}
