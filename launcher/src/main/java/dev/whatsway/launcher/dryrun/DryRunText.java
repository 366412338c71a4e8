package dev.whatsway.launcher.dryrun;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.workers.dryrun.DryReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A dry run for people to read. */
public final class DryRunText {

  private static final int SHOWN = 10;

  /** Returns what is wrong with a definition, a line each. */
  public static List<String> refused(Path file, Compiled.Refused refused) {
    List<String> lines = new ArrayList<>();
    lines.add(file + " is refused; nobody would enter:");
    refused
        .problems()
        .forEach(
            problem ->
                lines.add(
                    "  %-24s %s"
                        .formatted(
                            problem.path().isEmpty() ? "(the whole)" : problem.path(),
                            problem.message())));
    return lines;
  }

  /**
   * @param rejected rows of the file that are no people
   */
  public static List<String> of(DryReport report, int rejected, Duration took) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Dry run of %d people in %.1f s%s. Nothing was sent or stored."
            .formatted(
                report.people(),
                took.toMillis() / 1000.0,
                rejected == 0 ? "" : " (%d rows rejected)".formatted(rejected)));
    DryReport.Rates rates = report.rates();
    lines.add(
        "Taken for granted: delivered %s, of these read %s, of these clicked %s and replied %s%s."
            .formatted(
                percent(rates.delivered()),
                percent(rates.read()),
                percent(rates.clicked()),
                percent(rates.replied()),
                rates.events().isEmpty() ? "" : ", events " + rates.events()));
    lines.add("");
    lines.add(
        "  step                     type           came   sent  not sent  first                last                 most in a minute");
    report.steps().forEach(step -> lines.add(step(step)));
    lines.add("");
    lines.add(
        "Messages: %d sent, %d of these held by quiet hours first%s."
            .formatted(report.sent(), report.held(), list(", not sent: ", report.skipped())));
    lines.add("Ends: %s; goal reached by %d.".formatted(list("", report.ends()), report.goals()));
    report.cost().forEach(money -> lines.add(money(money)));
    report
        .badVariables()
        .forEach(
            (variable, people) ->
                lines.add(
                    "Variable %s has no value fit to send for %d people."
                        .formatted(variable, people)));
    report
        .brokenSteps()
        .forEach(
            (step, failures) ->
                lines.add("Step %s failed: %s.".formatted(step, list("", failures))));
    report.deadSteps().forEach(step -> lines.add("Nobody came to step " + step + "."));
    report.deadWays().forEach(way -> lines.add("Nobody went " + way + "."));
    lines.add("");
    report.timeline().stream().limit(SHOWN).forEach(line -> lines.add(line(line)));
    return lines;
  }

  private static String step(DryReport.Step step) {
    return "  %-24s %-12s %6d %6d %9d  %-20s %-20s %d"
        .formatted(
            step.id(),
            step.type(),
            step.came(),
            step.sent(),
            step.skipped().values().stream().mapToLong(Long::longValue).sum(),
            time(step.first()),
            time(step.last()),
            step.busiestMinute());
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "-" : at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String money(DryReport.Money money) {
    return "Cost, %s, %s: %d messages, %s"
        .formatted(
            money.country(),
            money.category(),
            money.messages(),
            money.amount() == null
                ? "no rate is known (--prices)."
                : money.amount() + " " + money.currency() + " were all delivered.");
  }

  private static String line(DryReport.Line line) {
    return "  %s  local %s, %s  %s  %s%s"
        .formatted(
            time(line.at()),
            line.local().truncatedTo(ChronoUnit.SECONDS),
            line.zone(),
            line.step(),
            line.template(),
            line.skipped() != null
                ? "  not sent: " + line.skipped()
                : line.held() == null ? "" : "  " + line.held());
  }

  private static String percent(double rate) {
    return Math.round(rate * 100) + " %";
  }

  private static String list(String before, Map<String, Long> counts) {
    return counts.isEmpty()
        ? ""
        : before
            + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
  }

  private DryRunText() {}
}
