package dev.whatsway.api.problem;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the caller's terms why a JSON body could not be read. */
final class UnreadableBody {

  /** Returns the problem for what Jackson says, which never repeats a value of the body. */
  static ApiException explain(@Nullable Throwable cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return ApiException.invalid(path(unknown), "is not known here" + known(unknown));
    }
    if (cause instanceof InvalidFormatException format) {
      return ApiException.invalid(path(format), "must be " + expected(format.getTargetType()));
    }
    if (cause instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      return ApiException.invalid(path(mismatch), "must be " + expected(mismatch.getTargetType()));
    }
    if (cause instanceof DatabindException databind && !databind.getPath().isEmpty()) {
      return ApiException.invalid(path(databind), "has a value that cannot be read.");
    }
    if (cause instanceof MismatchedInputException) {
      return new ApiException(ProblemKind.UNREADABLE_BODY, "The body must be one JSON object.");
    }
    if (cause instanceof JacksonException syntax) {
      return new ApiException(
          ProblemKind.UNREADABLE_BODY, "The body is not JSON" + at(syntax.getLocation()) + ".");
    }
    return new ApiException(
        ProblemKind.UNREADABLE_BODY, "The body must be one JSON object, in UTF-8.");
  }

  private static String path(JacksonException exception) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : exception.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  private static String known(UnrecognizedPropertyException exception) {
    Collection<Object> known = exception.getKnownPropertyIds();
    if (known == null || known.isEmpty()) {
      return "; leave it out.";
    }
    return "; known are "
        + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))
        + ".";
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type.";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", "."));
    }
    if (type == UUID.class) {
      return "an id such as 018f3f6e-0000-7000-8000-000000000000.";
    }
    if (type == OffsetDateTime.class) {
      return "a time with its zone, such as 2026-12-01T09:00:00+01:00.";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false.";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number.";
    }
    if (type == String.class) {
      return "a text.";
    }
    if (List.class.isAssignableFrom(type) || type.isArray()) {
      return "a list.";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object." : "of another type.";
  }

  private static String at(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ": look at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private UnreadableBody() {}
}
