package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** What the cases of one run have measured, and on what. */
public final class BenchReport {

  private final String temporal;
  private final Map<BenchCase, BenchResult> results = new LinkedHashMap<>();

  /**
   * @param temporal the word for the kind of Temporal that it runs on
   */
  public BenchReport(String temporal) {
    this.temporal = temporal;
  }

  /** Measures a case and keeps its result. */
  public void add(BenchCase measured, Supplier<BenchResult> measure) {
    results.put(measured, measure.get());
  }

  /** Prints all of it for a person. */
  public void print(Console console) {
    results.values().forEach(result -> result.print(console));
  }

  /**
   * Writes all of it as JSON: {@code machine}, {@code temporal}, and {@code cases} by their words.
   */
  public void write(Path file) {
    Map<String, Object> cases = new LinkedHashMap<>();
    results.forEach((measured, result) -> cases.put(measured.word(), result.json()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", Machine.json());
    json.put("temporal", temporal);
    json.put("cases", cases);
    try {
      Files.writeString(
          file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
