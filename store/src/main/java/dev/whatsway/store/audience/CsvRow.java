package dev.whatsway.store.audience;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a CSV.
 *
 * @param line its first line in the file, from 1
 * @param defect why it cannot be read as a record, null when it can
 */
record CsvRow(long line, List<String> fields, @Nullable Defect defect) {

  /** What can be wrong with a record as such. */
  enum Defect {
    EMPTY("empty-row", "is empty"),
    UNCLOSED_QUOTE("unclosed-quote", "opens a quote that is not closed"),
    MALFORMED_QUOTE("malformed-quote", "has text behind a closing quote; double a quote within"),
    TOO_LONG("too-long", "is longer than 65,536 characters");

    private final String code;
    private final String reason;

    Defect(String code, String reason) {
      this.code = code;
      this.reason = reason;
    }

    Rejection at(long line) {
      return new Rejection(line, null, code, reason);
    }
  }
}
