package dev.whatsway.api.campaign;

import dev.whatsway.store.audience.Audience;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.CampaignCounts;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.message.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts and reports; never counts messages, but reads the counters. */
@Component
class CampaignReports {

  private final CampaignCounters counters;
  private final Audiences audiences;
  private final Messages messages;
  private final CompiledPlans plans;
  private final Clock clock;

  CampaignReports(
      CampaignCounters counters,
      Audiences audiences,
      Messages messages,
      CompiledPlans plans,
      Clock clock) {
    this.counters = counters;
    this.audiences = audiences;
    this.messages = messages;
    this.plans = plans;
    this.clock = clock;
  }

  CountsView counts(Campaign campaign) {
    return CountsView.of(counters.of(campaign.id()), rejectedRows(campaign));
  }

  ReportView report(Campaign campaign) {
    CampaignCounts counts = counters.of(campaign.id());
    Duration elapsed = elapsed(campaign);
    long answered = counts.taken() + counts.at("failed") + counts.at("expired");
    return new ReportView(
        campaign.id(),
        campaign.status().wire(),
        CountsView.of(counts, rejectedRows(campaign)),
        ReportView.reached(counts),
        failures(campaign, counts),
        counts.skippedByReason(),
        counts.unknownResent(),
        CostsView.of(counts),
        conserved(campaign, counts),
        ReportView.seconds(elapsed),
        ReportView.perSecond(answered, elapsed),
        journey(campaign, counts));
  }

  private @Nullable JourneyReportView journey(Campaign campaign, CampaignCounts counts) {
    String hash = campaign.journeyHash();
    return hash == null
        ? null
        : JourneyReportView.of(
            plans.find(campaign.accountId(), hash).orElse(null), counts.metrics());
  }

  private List<ReportView.FailureView> failures(Campaign campaign, CampaignCounts counts) {
    Map<Integer, Long> codes = counts.failures();
    Map<Integer, String> titles = messages.failureTitles(campaign.id(), codes.keySet());
    return codes.entrySet().stream()
        .map(
            code ->
                new ReportView.FailureView(
                    code.getKey(), titles.getOrDefault(code.getKey(), ""), code.getValue()))
        .sorted(Comparator.comparingLong(ReportView.FailureView::count).reversed())
        .toList();
  }

  private static boolean conserved(Campaign campaign, CampaignCounts counts) {
    long outcomes =
        counts.taken()
            + counts.at("failed")
            + counts.at("skipped")
            + counts.at("unknown")
            + counts.at("expired")
            + counts.at("canceled");
    return counts.planned() == outcomes + (campaign.status().closed() ? 0 : counts.at("queued"));
  }

  private Duration elapsed(Campaign campaign) {
    Instant start = campaign.startedAt();
    if (start == null) {
      return Duration.ZERO;
    }
    Instant end = campaign.closedAt();
    return Duration.between(start, end == null ? clock.instant() : end);
  }

  private long rejectedRows(Campaign campaign) {
    return Optional.ofNullable(campaign.audienceId())
        .flatMap(id -> audiences.find(campaign.accountId(), id))
        .map(Audience::rejected)
        .orElse(0L);
  }
}
