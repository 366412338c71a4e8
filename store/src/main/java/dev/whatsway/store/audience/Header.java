package dev.whatsway.store.audience;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header row: known columns in any case, every other column an attribute as it is written. */
final class Header {

  private static final Set<String> KNOWN =
      Set.of(
          "phone", "name", "country", "timezone", "locale", "opt_in", "opt_in_at", "opt_in_source");
  private static final int MAX_COLUMNS = 250;

  private final List<String> columns;
  private final Map<String, Integer> positions = new HashMap<>();

  private Header(List<String> columns) {
    this.columns = columns;
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i), i);
    }
  }

  static Header of(List<String> fields) {
    return new Header(fields.stream().map(Header::column).toList());
  }

  private static String column(String field) {
    String name = field.strip();
    String lower = name.toLowerCase(Locale.ROOT);
    return KNOWN.contains(lower) ? lower : name;
  }

  /** Returns why no row can be read under this header, null when rows can. */
  @Nullable String problem() {
    if (!positions.containsKey("phone")) {
      return "must be a CSV in UTF-8, separated by commas, whose first line names a column phone.";
    }
    if (columns.size() > MAX_COLUMNS) {
      return "must have at most " + MAX_COLUMNS + " columns.";
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (column.isEmpty()) {
        return "must name every column in its first line.";
      }
      if (column.chars().anyMatch(Character::isISOControl) || column.indexOf('\uFFFD') >= 0) {
        return "must name its columns in UTF-8 on one line.";
      }
      if (!seen.add(column)) {
        return "must name each column once in its first line.";
      }
    }
    return null;
  }

  List<String> columns() {
    return columns;
  }

  static boolean known(String column) {
    return KNOWN.contains(column);
  }

  /** Returns the row's value, stripped, or null where it is empty or the column is not there. */
  @Nullable String value(CsvRow row, String column) {
    Integer position = positions.get(column);
    if (position == null || position >= row.fields().size()) {
      return null;
    }
    String value = row.fields().get(position).strip();
    return value.isEmpty() ? null : value;
  }
}
