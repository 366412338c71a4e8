package dev.whatsway.launcher.dryrun;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.DefinitionCompiler;
import dev.whatsway.journey.definition.StandardTexts;
import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.workers.dryrun.DryRates;
import dev.whatsway.workers.dryrun.DryReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file says that is tried out.
 *
 * @param timezone of the campaign; null where the file is a journey alone, or names none
 * @param category of the campaign's templates
 */
public record DryRunFile(Compiled compiled, @Nullable String timezone, String category) {

  private static final long LARGEST = 1_000_000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * Reads a journey, or a campaign with one.
   *
   * @throws LauncherException when it cannot be read as JSON
   */
  public static DryRunFile read(Path file) {
    String text = text(file);
    DefinitionCompiler compiler = new DefinitionCompiler(CoreSteps.ALL, new StandardTexts());
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      // The compiler says what is wrong with the text, and where.
      return new DryRunFile(compiler.compile(text), null, "MARKETING");
    }
    if (!json.has("journey")) {
      return new DryRunFile(compiler.compile(text), null, "MARKETING");
    }
    JsonNode zone = json.path("schedule").path("timezone");
    return new DryRunFile(
        compiler.compile(json.get("journey")),
        zone.isString() ? zone.asString() : null,
        json.path("category").asString("MARKETING"));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new LauncherException(file + " is larger than 1 MB, which no journey may be.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new LauncherException(
          file
              + " cannot be read; name a file with a journey, such as examples/journeys/welcome.json.",
          e);
    }
  }

  /** Returns the people of the demo. */
  public static InputStream samplePeople() {
    return Objects.requireNonNull(DryRunFile.class.getResourceAsStream("/demo/people.csv"));
  }

  /**
   * @param file null for the usual rates
   */
  public static DryRates rates(@Nullable Path file) {
    if (file == null) {
      return DryRates.USUAL;
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new LauncherException(file + " cannot be read as JSON with rates.", e);
    }
    Map<String, Double> events = new HashMap<>();
    json.path("events")
        .properties()
        .forEach(
            event ->
                events.put(
                    event.getKey(), rate(file, "events." + event.getKey(), event.getValue(), 0)));
    return new DryRates(
        rate(file, "delivered", json.path("delivered"), DryRates.USUAL.delivered()),
        rate(file, "read", json.path("read"), DryRates.USUAL.read()),
        rate(file, "clicked", json.path("clicked"), DryRates.USUAL.clicked()),
        rate(file, "replied", json.path("replied"), DryRates.USUAL.replied()),
        events);
  }

  private static double rate(Path file, String field, JsonNode value, double usual) {
    if (value.isMissingNode()) {
      return usual;
    }
    double rate = value.isNumber() ? value.asDouble() : -1;
    if (rate < 0 || rate > 1) {
      throw new LauncherException(
          file + ": " + field + " must be a number from 0 to 1; it is " + value + ".");
    }
    return rate;
  }

  /** Writes a report as JSON. */
  public static void write(Path file, DryReport report) {
    try {
      Files.writeString(file, JSON.writeValueAsString(report));
    } catch (IOException e) {
      throw new LauncherException("--report " + file + " cannot be written (" + e + ").", e);
    }
  }
}
