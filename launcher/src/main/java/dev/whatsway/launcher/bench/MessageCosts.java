package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.temporal.Executions;
import dev.whatsway.launcher.temporal.Executions.Execution;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What a message costs in one tracking mode, counted over a campaign all of whose messages were
 * sent, delivered and read.
 *
 * @param messages of the campaign
 * @param median of the message's own workflow; all zero where it has none
 * @param shared of the campaign, its lanes and whatever else it started, for each message
 * @param statements to PostgreSQL for each message, by application and text, without those that are
 *     sent when there is nothing to do
 * @param walBytes that PostgreSQL wrote ahead for each message, without images of whole pages
 */
public record MessageCosts(
    String mode,
    long messages,
    Costs median,
    Costs shared,
    Map<String, Map<String, Double>> statements,
    double walBytes) {

  private static final String MESSAGE_WORKFLOW = "MessageWorkflow";
  private static final int STATEMENTS_SHOWN = 8;
  private static final int TEXT_SHOWN = 110;

  /**
   * What Temporal keeps and bills.
   *
   * @param events of histories
   * @param transitions of state, each a write of the server
   * @param actions that Temporal Cloud would bill, by {@link BillableActions}
   * @param bytes of histories
   */
  public record Costs(double events, double transitions, double actions, double bytes) {

    Costs plus(Costs other) {
      return new Costs(
          events + other.events,
          transitions + other.transitions,
          actions + other.actions,
          bytes + other.bytes);
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("history_events", rounded(events));
      json.put("state_transitions", rounded(transitions));
      json.put("billable_actions", rounded(actions));
      json.put("history_bytes", rounded(bytes));
      return json;
    }
  }

  /** Counts what a campaign whose workflows have all ended has cost. */
  static MessageCosts of(
      String mode, String campaign, long messages, Executions server, Spent database) {
    List<Run> runs =
        server.find("CampaignId=\"" + campaign + "\"").stream()
            .map(each -> new Run(each, BillableActions.of(server.history(each))))
            .toList();
    List<Run> own =
        runs.stream().filter(run -> run.execution.type().equals(MESSAGE_WORKFLOW)).toList();
    List<Run> others =
        runs.stream().filter(run -> !run.execution.type().equals(MESSAGE_WORKFLOW)).toList();
    Map<String, Map<String, Double>> statements = new TreeMap<>();
    database.statements.forEach(
        (application, texts) -> {
          Map<String, Double> each = new TreeMap<>();
          texts.forEach((text, count) -> each.put(text, count / (double) messages));
          statements.put(application, each);
        });
    return new MessageCosts(
        mode,
        messages,
        own.isEmpty()
            ? new Costs(0, 0, 0, 0)
            : new Costs(
                median(own, run -> run.execution.events()),
                median(own, run -> run.execution.transitions()),
                median(own, Run::actions),
                median(own, run -> run.execution.bytes())),
        new Costs(
            sum(others, run -> run.execution.events()) / (double) messages,
            sum(others, run -> run.execution.transitions()) / (double) messages,
            sum(others, Run::actions) / (double) messages,
            sum(others, run -> run.execution.bytes()) / (double) messages),
        statements,
        database.walBytes / (double) messages);
  }

  /**
   * What PostgreSQL was asked and wrote.
   *
   * @param statements by application and text
   */
  record Spent(Map<String, Map<String, Long>> statements, long walBytes) {

    /** Leaves out what is also sent when there is nothing to do, and what others send. */
    Spent without(Map<String, Map<String, Long>> idle, Set<String> applications) {
      Map<String, Map<String, Long>> left = new TreeMap<>();
      for (String application : applications) {
        Map<String, Long> texts = new TreeMap<>(statements.getOrDefault(application, Map.of()));
        texts.keySet().removeAll(idle.getOrDefault(application, Map.of()).keySet());
        left.put(application, texts);
      }
      return new Spent(left, walBytes);
    }
  }

  private record Run(Execution execution, long actions) {}

  private static double median(List<Run> runs, ToLongFunction<Run> figure) {
    List<Long> sorted = runs.stream().map(figure::applyAsLong).sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
  }

  private static long sum(List<Run> runs, ToLongFunction<Run> figure) {
    return runs.stream().mapToLong(figure).sum();
  }

  /** Of an application, for each message. */
  double statementsOf(String application) {
    return statements.getOrDefault(application, Map.of()).values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  void print(Console console) {
    console.line("");
    console.line("  %s, %d messages, each sent, delivered and read".formatted(mode, messages));
    if (median.events > 0) {
      line(console, "its own workflow, at the median", median);
    }
    line(console, "campaign and lanes, shared", shared);
    statements.forEach(
        (application, texts) -> {
          console.line(
              format("    %5.2f statements of %s", statementsOf(application), application));
          texts.entrySet().stream()
              .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
              .limit(STATEMENTS_SHOWN)
              .forEach(
                  each ->
                      console.line(
                          format("      %6.3f  %s", each.getValue(), shortened(each.getKey()))));
        });
    console.line(format("    %5.0f bytes of write-ahead log", walBytes));
  }

  private static void line(Console console, String what, Costs costs) {
    console.line(
        format(
            "    %-32s %.2f events, %.2f state transitions, %.2f billable actions, %.0f bytes of history",
            what, costs.events, costs.transitions, costs.actions, costs.bytes));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messages", messages);
    json.put("own_workflow_median", median.json());
    json.put("shared", shared.json());
    json.put("together", median.plus(shared).json());
    Map<String, Object> counts = new LinkedHashMap<>();
    statements.keySet().forEach(each -> counts.put(each, rounded(statementsOf(each))));
    json.put("statements", counts);
    json.put("wal_bytes", rounded(walBytes));
    return json;
  }

  private static double rounded(double figure) {
    return Math.round(figure * 1_000) / 1_000.0;
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(TEXT_SHOWN, text.length()));
  }

  private static String format(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
