package dev.whatsway.api.problem;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers everything that is wrong with a request, so that the caller learns all of it at once. A
 * check that fails records its field and returns a stand-in; {@link #done()} then throws, so the
 * stand-in goes nowhere.
 */
public final class Checks {

  private final List<FieldProblem> errors = new ArrayList<>();

  /** Records that the field is wrong; the message says what would be right. */
  public void fail(String field, String message) {
    errors.add(new FieldProblem(field, message));
  }

  /** Returns the value, stripped, when it is there and at most {@code max} characters long. */
  public String text(String field, @Nullable String value, int max) {
    if (value == null || value.isBlank()) {
      fail(field, "is required: a text of 1 to " + max + " characters.");
      return "";
    }
    String stripped = value.strip();
    if (stripped.length() > max || stripped.chars().anyMatch(Character::isISOControl)) {
      fail(field, "must be a text of 1 to " + max + " characters on one line.");
    }
    return stripped;
  }

  /** Returns the value, stripped, when it is there and fits; {@code right} says what fits. */
  public String matching(
      String field, @Nullable String value, Predicate<String> fits, String right) {
    if (value == null || value.isBlank()) {
      fail(field, "is required: " + right + ".");
      return "";
    }
    String stripped = value.strip();
    if (!fits.test(stripped)) {
      fail(field, "must be " + right + ".");
    }
    return stripped;
  }

  /** Returns the value when it is one of the words allowed, the fallback when it is not there. */
  public String oneOf(
      String field, @Nullable String value, @Nullable String fallback, List<String> allowed) {
    if (value == null && fallback != null) {
      return fallback;
    }
    if (value == null || !allowed.contains(value)) {
      fail(field, (value == null ? "is required: one of " : "must be one of ") + words(allowed));
      return allowed.get(0);
    }
    return value;
  }

  /** Returns the number when it is within the bounds, the fallback when it is not there. */
  public int within(String field, @Nullable Integer value, int fallback, int min, int max) {
    if (value == null) {
      return fallback;
    }
    if (value < min || value > max) {
      fail(field, "must be a whole number from " + min + " to " + max + ".");
    }
    return value;
  }

  /**
   * Returns a length of time, given as ISO 8601 or as whole seconds, when it is within the bounds,
   * the fallback when it is not there.
   */
  public Duration duration(
      String field, @Nullable String value, Duration fallback, Duration min, Duration max) {
    if (value == null) {
      return fallback;
    }
    try {
      Duration duration =
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.parse(value);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return Duration.ofSeconds(duration.toSeconds());
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Says the same as a value out of bounds.
    }
    fail(
        field,
        "must be an ISO 8601 duration from %s to %s, such as PT24H or P30D, or whole seconds."
            .formatted(min, "P" + max.toDays() + "D"));
    return fallback;
  }

  /** Returns the value; a value that is not there is recorded, and null returned. */
  public <T> @Nullable T required(String field, @Nullable T value, String right) {
    if (value == null) {
      fail(field, "is required: " + right + ".");
    }
    return value;
  }

  public boolean failed() {
    return !errors.isEmpty();
  }

  /**
   * Ends the checks.
   *
   * @throws ApiException naming every field that failed
   */
  public void done() {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
  }

  /** Returns the wire forms of an enum, for {@link #oneOf}. */
  public static <E extends Enum<E>> List<String> wires(Class<E> type, Function<E, String> wire) {
    return Stream.of(type.getEnumConstants()).map(wire).toList();
  }

  private static String words(List<String> allowed) {
    return allowed.stream().collect(Collectors.joining(", ", "", "."));
  }
}
