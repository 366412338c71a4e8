package dev.whatsway.launcher.dryrun;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.store.rules.FrequencyCap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Frequency caps in a file, as the API takes them. */
public final class DryCapsFile {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Returns the caps.
   *
   * @param file null for none
   * @throws LauncherException when it has none that can be read
   */
  public static List<FrequencyCap> read(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    JsonNode given;
    try {
      given = JSON.readTree(Files.readString(file)).path("caps");
    } catch (IOException | JacksonException e) {
      throw new LauncherException(file + " cannot be read as JSON with caps.", e);
    }
    if (!given.isArray() || given.size() > FrequencyCap.MOST_CAPS) {
      throw new LauncherException(
          "%s: caps must be a list of at most %d, such as {\"caps\": [{\"messages\": 2, \"per\": \"P7D\"}]}."
              .formatted(file, FrequencyCap.MOST_CAPS));
    }
    List<FrequencyCap> caps = new ArrayList<>();
    for (JsonNode cap : given) {
      String field = file + ": caps[" + caps.size() + "]";
      caps.add(new FrequencyCap(messages(field, cap), per(field, cap)));
    }
    return caps;
  }

  private static int messages(String field, JsonNode cap) {
    JsonNode messages = cap.path("messages");
    if (!messages.isInt()
        || messages.asInt() < 1
        || messages.asInt() > FrequencyCap.MOST_MESSAGES) {
      throw new LauncherException(
          "%s.messages must be a whole number from 1 to %d; it is %s."
              .formatted(field, FrequencyCap.MOST_MESSAGES, shown(messages)));
    }
    return messages.asInt();
  }

  private static Duration per(String field, JsonNode cap) {
    JsonNode per = cap.path("per");
    Duration length = length(per.asString(""));
    if (length.compareTo(FrequencyCap.SHORTEST) < 0 || length.compareTo(FrequencyCap.LONGEST) > 0) {
      throw new LauncherException(
          "%s.per must be an ISO 8601 duration from %s to P%dD, or whole seconds; it is %s."
              .formatted(field, FrequencyCap.SHORTEST, FrequencyCap.LONGEST.toDays(), shown(per)));
    }
    return Duration.ofSeconds(length.toSeconds());
  }

  /** Returns zero for what is none. */
  private static Duration length(String text) {
    try {
      return text.matches("\\d{1,9}")
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      return Duration.ZERO;
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "missing" : value.toString();
  }

  private DryCapsFile() {}
}
