package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Command;
import dev.whatsway.launcher.chaos.ChaosPlan.Phase;
import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run was, what it did to whom, and which invariants held.
 *
 * @param tracking the tracking modes of its campaigns
 * @param settling how long it took until everything stood still, after the faults had ended
 */
public record ChaosReport(
    long seed,
    Duration length,
    List<String> tracking,
    ChaosPlan plan,
    Evidence evidence,
    List<Row> rows,
    Duration settling) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final List<String> COUNTS =
      Stream.concat(Stream.of("planned"), OurBooks.OUTCOMES.stream()).toList();

  /** True when every invariant holds. */
  public boolean good() {
    return rows.stream().allMatch(Row::ok);
  }

  /** Prints the table, and of what does not hold some examples. */
  public void print(Console console) {
    console.line("");
    console.line(
        "Chaos of %s with seed %d, tracking %s; everything stood still %s after the last fault."
            .formatted(
                Console.seconds(length),
                seed,
                String.join(" and ", tracking),
                Console.seconds(settling)));
    console.line("");
    tracking.forEach(mode -> console.line("  " + mode + ": " + text(counts(mode))));
    console.line("  Killed: " + text(kills()));
    console.line("  Faults, in seconds: " + text(faults()));
    console.line("  Answers lost by order: " + evidence.metas().lostAnswers().size());
    console.line("  Unknown because of: " + text(unknowns()));
    console.line("  Orders and their answers: " + text(evidence.orders()));
    console.line(
        "  Times to be silent: %d pauses, %d cancels"
            .formatted(acknowledged(Command.PAUSE), acknowledged(Command.CANCEL)));
    console.line("");
    console.line(line("", "Invariant", "expected", "found"));
    for (Row row : rows) {
      console.line(
          line(
              row.ok() ? "ok" : "NO",
              row.invariant(),
              Long.toString(row.expected()),
              Long.toString(row.found())));
      row.examples().forEach(example -> console.line("        " + example));
    }
    console.line("");
    console.line(good() ? "Every invariant holds." : "Not every invariant holds.");
  }

  /** Writes the same as JSON. */
  public void write(Path file) {
    ObjectNode json = JSON.createObjectNode();
    json.put("seed", seed).put("seconds", length.toSeconds()).put("holds", good());
    json.put("settling_seconds", settling.toMillis() / 1000.0);
    ObjectNode campaigns = json.putObject("tracking");
    for (String mode : tracking) {
      ObjectNode counts = campaigns.putObject(mode);
      counts(mode).forEach(counts::put);
    }
    ObjectNode meta = json.putObject("simulator");
    meta.put("accepted_sends", evidence.metas().sends().size());
    meta.put("duplicate_sends", evidence.metas().duplicates());
    meta.put("lost_answers", evidence.metas().lostAnswers().size());
    put(json, "kills", kills());
    put(json, "fault_seconds", faults());
    put(json, "unknown_by_cause", unknowns());
    put(json, "orders", evidence.orders());
    json.put("acknowledged_pauses", acknowledged(Command.PAUSE));
    json.put("acknowledged_cancels", acknowledged(Command.CANCEL));
    ArrayNode unknowns = json.putArray("unknown");
    for (Unknown unknown : Unknown.all(evidence)) {
      ObjectNode one = unknowns.addObject();
      one.put("message", unknown.message()).put("cause", unknown.cause());
      if (unknown.attempt() != null) {
        one.put("attempt", unknown.attempt().id());
        one.put("started_at", unknown.attempt().startedAt().toString());
      }
      if (unknown.kill() != null) {
        one.put("killed_at", unknown.kill().at().toString());
      }
    }
    ArrayNode invariants = json.putArray("invariants");
    for (Row row : rows) {
      ObjectNode invariant = invariants.addObject();
      invariant.put("invariant", row.invariant()).put("expected", row.expected());
      invariant.put("found", row.found()).put("holds", row.ok());
      ArrayNode examples = invariant.putArray("examples");
      row.examples().forEach(examples::add);
    }
    try {
      Files.writeString(file, JSON.writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Long> counts(String mode) {
    List<OurBooks.Campaign> campaigns =
        evidence.ours().campaigns().stream().filter(c -> c.tracking().equals(mode)).toList();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("campaigns", (long) campaigns.size());
    COUNTS.forEach(
        name -> counts.put(name, campaigns.stream().mapToLong(c -> c.count(name)).sum()));
    return counts;
  }

  private Map<String, Long> kills() {
    return evidence.kills().stream()
        .collect(
            Collectors.groupingBy(
                kill -> kill.target().child(), TreeMap::new, Collectors.counting()));
  }

  private Map<String, Long> faults() {
    Map<String, Long> seconds = new TreeMap<>();
    Stream.<Function<Phase, String>>of(p -> p.sends().title(), p -> p.webhooks().title())
        .forEach(
            title ->
                plan.phases()
                    .forEach(
                        phase ->
                            seconds.merge(
                                title.apply(phase),
                                phase.until().minus(phase.from()).toSeconds(),
                                Long::sum)));
    seconds.remove(SendFault.CALM.title());
    seconds.values().removeIf(few -> few == 0);
    return seconds;
  }

  private Map<String, Long> unknowns() {
    Map<String, Long> causes = new TreeMap<>();
    Unknown.all(evidence).forEach(unknown -> causes.merge(unknown.cause(), 1L, Long::sum));
    return causes;
  }

  private long acknowledged(Command command) {
    return evidence.silences().stream().filter(s -> s.command() == command).count();
  }

  private static void put(ObjectNode json, String name, Map<String, Long> numbers) {
    ObjectNode object = json.putObject(name);
    numbers.forEach(object::put);
  }

  private static String text(Map<String, Long> numbers) {
    return numbers.isEmpty()
        ? "none"
        : numbers.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String line(String mark, String invariant, String expected, String found) {
    return String.format(Locale.ROOT, "  %-4s%-58s %9s %9s", mark, invariant, expected, found);
  }
}
