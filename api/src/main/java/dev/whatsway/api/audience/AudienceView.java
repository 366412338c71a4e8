package dev.whatsway.api.audience;

import dev.whatsway.store.audience.Audience;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audience as the API shows it.
 *
 * @param rows rows of the file without its header; the sum of {@code accepted} and {@code
 *     rejected_rows}
 * @param rejectedUrl where the rejected rows are listed
 */
@Schema(name = "Audience")
record AudienceView(
    UUID id,
    String name,
    @Schema(allowableValues = {"importing", "ready", "failed"}) String status,
    @Nullable String statusReason,
    @Nullable String consentSource,
    long rows,
    long accepted,
    long rejectedRows,
    String rejectedUrl,
    Instant createdAt,
    Instant updatedAt) {

  static AudienceView of(Audience audience) {
    return new AudienceView(
        audience.id(),
        audience.name(),
        audience.status(),
        audience.statusReason(),
        audience.consentSource(),
        audience.rows(),
        audience.accepted(),
        audience.rejected(),
        "/api/v1/audiences/" + audience.id() + "/rejected",
        audience.createdAt(),
        audience.updatedAt());
  }
}
