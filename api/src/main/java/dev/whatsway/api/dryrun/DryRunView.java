package dev.whatsway.api.dryrun;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.whatsway.store.dryrun.DryRunRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dry run as the API shows it. */
@Schema(name = "DryRun")
record DryRunView(
    UUID id,
    UUID campaignId,
    @Schema(allowableValues = {"asked", "done", "failed"}) String status,
    @Schema(description = "Why it failed, and what to do.") @Nullable String error,
    Instant createdAt,
    @Nullable Instant endedAt,
    @Schema(type = "object", description = "What would happen; docs/dry-run.md has its fields.")
        @JsonRawValue
        @Nullable String report) {

  static DryRunView of(DryRunRow row) {
    return new DryRunView(
        row.id(),
        row.campaignId(),
        row.status(),
        row.error(),
        row.createdAt(),
        row.endedAt(),
        row.report());
  }
}
