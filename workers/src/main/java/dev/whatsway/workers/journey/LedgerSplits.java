package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.step.SplitSettings;
import dev.whatsway.journey.step.SplitSettings.Arm;
import dev.whatsway.journey.step.SplitSettings.Winner;
import dev.whatsway.journey.step.Splits;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.journey.SplitLedger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds a split's winner by what became of the first message behind each arm. */
@Component
class LedgerSplits implements Splits {

  private final Journeys journeys;
  private final SplitLedger ledger;

  LedgerSplits(Journeys journeys, SplitLedger ledger) {
    this.journeys = journeys;
    this.ledger = ledger;
  }

  @Override
  public Optional<Arm> winner(Visit visit, SplitSettings settings) {
    Winner rule = settings.winner();
    if (rule == null) {
      return Optional.empty();
    }
    String plan = journey(visit).planHash();
    return ledger
        .winner(visit.campaignId(), plan, visit.stepId())
        .or(() -> decided(visit, settings, rule, plan))
        .flatMap(
            name -> settings.arms().stream().filter(arm -> arm.name().equals(name)).findFirst());
  }

  private Optional<String> decided(Visit visit, SplitSettings settings, Winner rule, String plan) {
    Map<String, Long> entered = ledger.counts(visit.campaignId(), visit.stepId(), "entered");
    long all = entered.values().stream().mapToLong(Long::longValue).sum();
    if (all < rule.after()) {
      return Optional.empty();
    }
    Map<String, Long> did =
        ledger.counts(
            visit.campaignId(), visit.stepId(), rule.metric().name().toLowerCase(Locale.ROOT));
    return settings.arms().stream()
        // Of equals the first in the definition.
        .reduce((best, arm) -> rate(arm, did, entered) > rate(best, did, entered) ? arm : best)
        .map(arm -> ledger.decide(visit.campaignId(), plan, visit.stepId(), arm.name()));
  }

  private static double rate(Arm arm, Map<String, Long> did, Map<String, Long> entered) {
    long people = entered.getOrDefault(arm.name(), 0L);
    return people == 0 ? 0 : (double) did.getOrDefault(arm.name(), 0L) / people;
  }

  @Override
  public void enters(Visit visit, String arm) {
    ledger.enter(visit.campaignId(), visit.ordinal(), visit.stepId(), arm);
  }

  private Journey journey(Visit visit) {
    return journeys.find(visit.campaignId(), visit.ordinal()).orElseThrow();
  }
}
