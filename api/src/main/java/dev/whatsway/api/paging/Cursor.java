package dev.whatsway.api.paging;

import dev.whatsway.api.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An opaque position in a list: the key of the last row shown, so that pages never shift. */
public final class Cursor {

  /** The page size where none is asked for. */
  public static final String DEFAULT_LIMIT = "50";

  private static final int MAX_LIMIT = 500;

  /** Returns the limit, when it is from 1 to 500. */
  public static int limit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ApiException.invalid("limit", "must be a whole number from 1 to " + MAX_LIMIT + ".");
    }
    return limit;
  }

  /** Returns the id the cursor stands at, null for the start of the list. */
  public static @Nullable UUID id(@Nullable String cursor) {
    return decode(cursor, UUID::fromString);
  }

  /** Returns the number the cursor stands at, -1 for the start of the list. */
  public static long number(@Nullable String cursor) {
    Long number = decode(cursor, Long::valueOf);
    return number == null ? -1 : number;
  }

  /** Returns what the cursor stands at, null for the start of the list. */
  public static <T> @Nullable T at(@Nullable String cursor, Function<String, T> parse) {
    return decode(cursor, parse);
  }

  static String encode(Object position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static <T> @Nullable T decode(@Nullable String cursor, Function<String, T> parse) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      return parse.apply(
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("cursor", "must be the next_cursor of the page before.");
    }
  }

  private Cursor() {}
}
