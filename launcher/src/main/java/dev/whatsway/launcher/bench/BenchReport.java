package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What the cases of one run have measured, and on what. */
public final class BenchReport {

  private final String temporal;
  private final Map<BenchCase, BenchResult> results = new LinkedHashMap<>();
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * @param temporal the word for the kind of Temporal that it runs on
   */
  public BenchReport(String temporal) {
    this.temporal = temporal;
  }

  /**
   * Keeps a result.
   *
   * @param tookPart versions of what took part, by names
   */
  public void add(BenchCase measured, BenchResult result, Map<String, String> tookPart) {
    results.put(measured, result);
    versions.putAll(tookPart);
  }

  /** Prints all of it for a person, the goals at the end. */
  public void print(Console console) {
    results.values().forEach(result -> result.print(console));
    List<Verdict> verdicts =
        results.values().stream().flatMap(result -> result.verdicts().stream()).toList();
    if (!verdicts.isEmpty()) {
      console.line("");
      VerdictTable.lines(verdicts).forEach(console::line);
    }
  }

  /**
   * Writes all of it as JSON: {@code machine}, {@code temporal}, {@code versions}, and {@code
   * cases} by their words.
   */
  public void write(Path file) {
    Map<String, Object> cases = new LinkedHashMap<>();
    results.forEach((measured, result) -> cases.put(measured.word(), result.json()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", Machine.json());
    json.put("temporal", temporal);
    json.put("versions", versions);
    json.put("cases", cases);
    try {
      Files.writeString(
          file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws what can be drawn, as PNG files in a folder, and tells their names. */
  public void draw(Path folder, Console console) {
    results.values().stream()
        .flatMap(result -> result.plots().stream())
        .forEach(plot -> console.line("Plot: " + plot.write(folder)));
  }
}
