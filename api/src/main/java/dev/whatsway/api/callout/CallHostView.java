package dev.whatsway.api.callout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.whatsway.store.callout.CallHost;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A host as the API shows it. */
@Schema(name = "CallHost")
record CallHostView(
    String host,
    Instant createdAt,
    @Schema(description = "What calls are signed with; shown once.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String secret) {

  static CallHostView of(CallHost host, @Nullable String secret) {
    return new CallHostView(host.host(), host.createdAt(), secret);
  }
}
