package dev.whatsway.api.dryrun;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to try out; everything may be left out. */
@Schema(name = "DryRunRequest")
record DryRunRequest(
    @Schema(
            description = "How many people of the audience or segment at most.",
            minimum = "1",
            maximum = "10000",
            defaultValue = "1000")
        @Nullable Integer sample,
    @Schema(
            description = "Nobody is followed for longer.",
            minimum = "1",
            maximum = "400",
            defaultValue = "60")
        @Nullable Integer days,
    @Nullable RatesRequest rates) {

  /** How people react; what is left out is learnt from earlier campaigns, else a usual rate. */
  @Schema(name = "DryRunRates")
  record RatesRequest(
      @Schema(description = "The part of messages that are delivered, 0 to 1.")
          @Nullable Double delivered,
      @Schema(description = "Of those that are delivered.") @Nullable Double read,
      @Schema(description = "Of those that are read.") @Nullable Double clicked,
      @Schema(description = "Of those that are read.") @Nullable Double replied,
      @Schema(description = "The part of people to whom a custom event happens within a day.")
          @Nullable Map<String, @Nullable Double> events) {}
}
