package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.dryrun.DryRunRow;
import dev.whatsway.store.dryrun.DryRunRows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the dry runs that were asked for, one at a time in each process. */
@Component
class AskedDryRuns {

  private static final Logger log = LoggerFactory.getLogger(AskedDryRuns.class);

  /** Longer than any takes, with the choice of its people. */
  private static final Duration LEASE = DryRun.LONGEST.plusMinutes(5);

  private final DryRunRows rows;
  private final CampaignRuns campaigns;
  private final DrySettings settings;
  private final List<JourneyStep<?>> plugIns;
  private final JsonMapper json;

  AskedDryRuns(
      DryRunRows rows,
      CampaignRuns campaigns,
      DrySettings settings,
      ObjectProvider<JourneyStep<?>> plugIns,
      JsonMapper json) {
    this.rows = rows;
    this.campaigns = campaigns;
    this.settings = settings;
    this.plugIns = plugIns.orderedStream().toList();
    this.json = json;
  }

  /** Returns whether there was one. */
  boolean look() {
    Optional<DryRunRow> asked = rows.claim(LEASE);
    asked.ifPresent(this::run);
    return asked.isPresent();
  }

  private void run(DryRunRow row) {
    try {
      Campaign campaign = campaigns.get(row.campaignId());
      DrySetting setting = settings.of(campaign, json.readValue(row.asked(), Asked.class));
      if (setting.people().isEmpty()) {
        rows.failed(row.id(), "The campaign's audience or segment has nobody in it.");
        return;
      }
      DryReport report = DryReports.of(setting, new DryRun(setting, plugIns, DryRun.LONGEST).run());
      rows.done(row.id(), json.writeValueAsString(report));
    } catch (DryRunTooLong e) {
      rows.failed(row.id(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The message may hold somebody's data.
      log.warn("Dry run {} failed: {}", row.id(), e.getClass().getName());
      rows.failed(
          row.id(), "It failed (" + e.getClass().getSimpleName() + "); look at the workers' log.");
    }
  }
}
