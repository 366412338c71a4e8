package dev.whatsway.api.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor hand it back as {@code cursor} for the next page; null on the last
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {

  /**
   * Makes a page of what was read with one row more than asked for: that row says whether there is
   * a next page.
   */
  public static <R, T> Page<T> of(
      List<R> rows, int limit, Function<R, T> view, Function<R, Object> position) {
    return ofAll(rows, limit, shown -> shown.stream().map(view).toList(), position);
  }

  /** Does the same where the views of a page are made together. */
  public static <R, T> Page<T> ofAll(
      List<R> rows, int limit, Function<List<R>, List<T>> views, Function<R, Object> position) {
    List<R> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
    String next =
        rows.size() > limit ? Cursor.encode(position.apply(shown.get(shown.size() - 1))) : null;
    return new Page<>(views.apply(shown), next);
  }
}
