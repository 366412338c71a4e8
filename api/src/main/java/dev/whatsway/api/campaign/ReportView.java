package dev.whatsway.api.campaign;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.whatsway.store.campaign.CampaignCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a campaign.
 *
 * @param reached the funnel: messages that ever came as far as each status
 * @param unknownResent messages sent again, by the channel's policy, after a lost answer
 * @param cost what Meta charges for delivered messages, by the rate file
 * @param conserved whether every planned message has exactly one outcome, of a campaign still open
 *     counting the queued as one
 * @param elapsedSeconds from its start to its close, or to now; 0 before its start
 * @param messagesPerSecond messages that Meta answered for good in that time
 * @param journey null for one message to each
 */
@Schema(name = "Report")
record ReportView(
    UUID campaignId,
    String status,
    @JsonUnwrapped CountsView counts,
    ReachedView reached,
    List<FailureView> failures,
    Map<String, Long> skippedByReason,
    long unknownResent,
    CostsView cost,
    boolean conserved,
    BigDecimal elapsedSeconds,
    BigDecimal messagesPerSecond,
    @Nullable JourneyReportView journey) {

  static ReachedView reached(CampaignCounts counts) {
    return new ReachedView(
        counts.reached("accepted"),
        counts.reached("sent"),
        counts.reached("delivered"),
        counts.reached("read"));
  }

  static BigDecimal seconds(Duration elapsed) {
    return BigDecimal.valueOf(elapsed.toMillis(), 3);
  }

  static BigDecimal perSecond(long messages, Duration elapsed) {
    return elapsed.toMillis() <= 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(messages * 1000)
            .divide(BigDecimal.valueOf(elapsed.toMillis()), 3, RoundingMode.HALF_UP);
  }

  /** Messages that ever came as far. */
  @Schema(name = "Reached")
  record ReachedView(long accepted, long sent, long delivered, long read) {}

  /** Failed messages by Meta's code, with its title. */
  @Schema(name = "FailureCount")
  record FailureView(int code, String title, long count) {}
}
