package dev.whatsway.graph;

import dev.whatsway.contract.message.Failure;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The error object of a Graph API answer.
 *
 * @param code Meta's code
 * @param message Meta's message, such as {@code (#130429) Rate limit hit}
 * @param details {@code error_data.details}; some errors have none
 */
public record GraphError(int code, String message, @Nullable String details) {

  private static final Pattern CODE_PREFIX = Pattern.compile("^\\(#\\d+\\)\\s*");

  /** Returns the error of an answer's body, null where the body is none of Meta's. */
  public static @Nullable GraphError read(JsonMapper json, String body) {
    JsonNode error;
    try {
      error = json.readTree(body).path("error");
    } catch (JacksonException notJson) {
      return null;
    }
    if (!error.path("code").isIntegralNumber()) {
      return null;
    }
    JsonNode details = error.path("error_data").path("details");
    return new GraphError(
        error.path("code").asInt(),
        error.path("message").asString(""),
        details.isString() ? details.asString() : null);
  }

  /** Returns whether Meta refuses because the Marketing Messages terms are not accepted. */
  public boolean termsNotAccepted() {
    String text = message + " " + details;
    return text.contains("Marketing Messages") && text.toLowerCase(Locale.ROOT).contains("terms");
  }

  /**
   * Returns whether the path itself is not there: the number has no {@code /marketing_messages}.
   */
  boolean endpointMissing() {
    return message.contains("Unsupported post request")
        || message.contains("Unknown path components");
  }

  /** Returns the error for ledger and history, without any phone number. */
  public Failure failure() {
    return new Failure(
        code,
        Redaction.withoutNumbers(CODE_PREFIX.matcher(message).replaceFirst("")),
        details == null ? null : Redaction.withoutNumbers(details));
  }
}
