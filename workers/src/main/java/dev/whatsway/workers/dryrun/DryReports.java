package dev.whatsway.workers.dryrun;

import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import dev.whatsway.journey.setting.SettingWalk;
import dev.whatsway.store.cost.Cost;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up dry runs. */
public final class DryReports {

  /** Messages that a report shows one by one. */
  static final int SHOWN = 100;

  private static final String MISSING = "missing-variable:";
  private static final String INVALID = "invalid-variable:";

  /** Returns the sums of what would happen. */
  public static DryReport of(DrySetting setting, DryOutcome outcome) {
    List<DrySend> sends =
        outcome.sends().stream()
            .sorted(Comparator.comparing(DrySend::at).thenComparing(DrySend::contactId))
            .toList();
    List<DrySend> sent = sends.stream().filter(send -> send.skipped() == null).toList();
    Set<String> taken =
        outcome.moves().stream()
            .map(move -> way(move.from(), move.to()))
            .collect(Collectors.toSet());
    return new DryReport(
        setting.people().size(),
        rates(setting.rates()),
        sent.size(),
        sent.stream().filter(send -> send.held() != null).count(),
        counts(sends.stream().map(DrySend::skipped)),
        steps(setting.plan(), outcome, sends),
        cost(setting, sent),
        deadSteps(setting.plan(), came(setting.plan(), outcome)),
        ways(setting.plan()).stream().filter(way -> !taken.contains(way)).toList(),
        counts(sends.stream().map(DryReports::badVariable)),
        broken(outcome.broken()),
        counts(outcome.ends().stream().map(DryEnd::reason)),
        outcome.ends().stream().filter(DryEnd::goal).count(),
        sends.stream().limit(SHOWN).map(DryReports::line).toList());
  }

  private static DryReport.Rates rates(DryRates rates) {
    return new DryReport.Rates(
        rates.delivered(), rates.read(), rates.clicked(), rates.replied(), rates.events());
  }

  private static Map<String, Long> counts(Stream<@Nullable String> words) {
    return words
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static @Nullable String badVariable(DrySend send) {
    String why = send.skipped();
    return why != null && (why.startsWith(MISSING) || why.startsWith(INVALID))
        ? send.step() + "." + why.substring(why.indexOf(':') + 1)
        : null;
  }

  private static Map<String, Map<String, Long>> broken(List<Broken> broken) {
    return broken.stream()
        .collect(
            Collectors.groupingBy(
                Broken::step,
                TreeMap::new,
                Collectors.groupingBy(Broken::exception, TreeMap::new, Collectors.counting())));
  }

  private static Map<String, Long> came(JourneyPlan plan, DryOutcome outcome) {
    Map<String, Long> came = new HashMap<>(counts(outcome.moves().stream().map(DryMove::to)));
    came.merge(plan.first(), (long) outcome.ends().size(), Long::sum);
    return came;
  }

  private static List<DryReport.Step> steps(
      JourneyPlan plan, DryOutcome outcome, List<DrySend> sends) {
    Map<String, Long> came = came(plan, outcome);
    List<DryReport.Step> steps = new ArrayList<>();
    for (PlannedStep step : plan.steps().values()) {
      List<DrySend> own = sends.stream().filter(send -> send.step().equals(step.id())).toList();
      List<Instant> at =
          own.stream().filter(send -> send.skipped() == null).map(DrySend::at).sorted().toList();
      steps.add(
          new DryReport.Step(
              step.id(),
              step.type(),
              came.getOrDefault(step.id(), 0L),
              at.size(),
              counts(own.stream().map(DrySend::skipped)),
              at.isEmpty() ? null : at.get(0),
              at.isEmpty() ? null : at.get(at.size() - 1),
              busiestMinute(at)));
    }
    return steps;
  }

  private static long busiestMinute(List<Instant> at) {
    return at.stream()
        .collect(
            Collectors.groupingBy(
                moment -> moment.truncatedTo(ChronoUnit.MINUTES), Collectors.counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  private static List<DryReport.Money> cost(DrySetting setting, List<DrySend> sent) {
    return sent.stream()
        .collect(Collectors.groupingBy(DrySend::country, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(country -> money(country.getKey(), setting.category(), country.getValue()))
        .toList();
  }

  private static DryReport.Money money(String country, String category, List<DrySend> sends) {
    List<Cost> costs =
        sends.stream().map(DrySend::cost).filter(Objects::nonNull).map(Cost.class::cast).toList();
    boolean known = costs.size() == sends.size();
    return new DryReport.Money(
        country,
        category,
        sends.size(),
        known ? costs.stream().map(Cost::amount).reduce(BigDecimal.ZERO, BigDecimal::add) : null,
        known ? costs.get(0).currency() : null);
  }

  private static List<String> deadSteps(JourneyPlan plan, Map<String, Long> came) {
    return plan.steps().keySet().stream().filter(step -> !came.containsKey(step)).toList();
  }

  /** Returns every way that steps can lead, but the one by which a failed send goes on. */
  private static Set<String> ways(JourneyPlan plan) {
    Set<String> ways = new LinkedHashSet<>();
    for (PlannedStep step : plan.steps().values()) {
      List<SettingWalk.Found<StepRef>> links = SettingWalk.find(step.settings(), "", StepRef.class);
      for (SettingWalk.Found<StepRef> link : links) {
        if (!link.path().endsWith("on_failure")) {
          ways.add(way(step.id(), link.value().id()));
        }
      }
    }
    return ways;
  }

  private static String way(String from, String to) {
    return from + " -> " + to;
  }

  private static DryReport.Line line(DrySend send) {
    return new DryReport.Line(
        send.contactId(),
        send.step(),
        send.template(),
        send.at(),
        send.at().atZone(send.zone()).toLocalDateTime(),
        send.zoneSource(),
        send.held(),
        send.skipped());
  }

  private DryReports() {}
}
