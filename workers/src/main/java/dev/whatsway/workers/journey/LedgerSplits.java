package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.contract.journey.Visit;
import dev.whatsway.journey.step.SplitSettings;
import dev.whatsway.journey.step.SplitSettings.Arm;
import dev.whatsway.journey.step.SplitSettings.Winner;
import dev.whatsway.journey.step.Splits;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.journey.SplitLedger;
import dev.whatsway.store.journey.SplitLedger.Finding;
import dev.whatsway.store.journey.SplitLedger.Reaction;
import dev.whatsway.store.journey.SplitLedger.Split;
import dev.whatsway.store.journey.SplitLedger.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds a split's winner by what became of the first message behind each arm. */
@Component
class LedgerSplits implements Splits {

  /**
   * People come in faster than they react: counted at once, whoever came last would count as not
   * having reacted. Most who react at all do within the hour.
   */
  static final Duration SPLIT_PATIENCE = Duration.ofHours(1);

  private static final Tally NOBODY = new Tally(0, 0);

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
    Split split = split(visit);
    Finding finding = ledger.winner(split);
    @Nullable String name = finding.due() ? decided(split, settings.arms(), rule) : finding.arm();
    return settings.arms().stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  private @Nullable String decided(Split split, List<Arm> arms, Winner rule) {
    List<String> names = arms.stream().map(Arm::name).toList();
    if (ledger.entered(split.campaignId(), split.step(), names) < rule.after()
        || !ledger.looks(split)) {
      return null;
    }
    Map<String, Tally> tallies =
        ledger.tally(split, names, Reaction.valueOf(rule.metric().name()), SPLIT_PATIENCE);
    long all = tallies.values().stream().mapToLong(Tally::messages).sum();
    boolean allKnown =
        arms.stream().allMatch(arm -> holdout(arm) || tallies.containsKey(arm.name()));
    Arm best =
        arms.stream()
            // Of equals the first in the definition.
            .reduce((one, other) -> rate(other, tallies) > rate(one, tallies) ? other : one)
            .orElseThrow();
    if (all < rule.after() || !allKnown || rate(best, tallies) == 0) {
      return null;
    }
    ledger.decide(split, best.name());
    return best.name();
  }

  private static boolean holdout(Arm arm) {
    return arm.next().id().equals(StepRef.EXIT);
  }

  private static double rate(Arm arm, Map<String, Tally> tallies) {
    Tally tally = tallies.getOrDefault(arm.name(), NOBODY);
    return tally.messages() == 0 ? 0 : (double) tally.reactions() / tally.messages();
  }

  @Override
  public void enters(Visit visit, String arm) {
    ledger.enter(split(visit), visit.ordinal(), arm);
  }

  private Split split(Visit visit) {
    return new Split(
        visit.campaignId(),
        journeys.find(visit.campaignId(), visit.ordinal()).orElseThrow().planHash(),
        visit.stepId());
  }
}
