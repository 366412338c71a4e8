package dev.whatsway.store.audience;

import dev.whatsway.store.audience.CsvLines.Line;
import dev.whatsway.store.audience.CsvRow.Defect;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV records (RFC 4180) from a file that may hold anything. A record that cannot be read
 * costs its first line only: the lines that a stray quote would have swallowed are read again as
 * records of their own. That, and a bound on memory, is why this is not left to a library.
 */
final class CsvRows {

  /** A quoted line break is rare; a quote open for longer than this is a stray one. */
  private static final int MAX_LINES = 20;

  private final CsvLines lines;
  private long blankLine;
  private long blankLines;

  CsvRows(Reader in) {
    this.lines = new CsvLines(in);
  }

  /**
   * Returns the next record, null after the last. A blank line is a record of its own, unless only
   * blank lines follow.
   */
  @Nullable CsvRow next() throws IOException {
    if (blankLines > 0) {
      blankLines--;
      return new CsvRow(blankLine++, List.of(), Defect.EMPTY);
    }
    Line first = lines.next();
    if (first == null) {
      return null;
    }
    if (first.text().isBlank()) {
      return blank(first);
    }
    return new Parser(first).read();
  }

  private @Nullable CsvRow blank(Line first) throws IOException {
    blankLine = first.number() + 1;
    Line line = lines.next();
    while (line != null && line.text().isBlank()) {
      blankLines++;
      line = lines.next();
    }
    if (line == null) {
      blankLines = 0;
      return null;
    }
    lines.putBack(List.of(line));
    return new CsvRow(first.number(), List.of(), Defect.EMPTY);
  }

  private final class Parser {

    private final Line first;
    private final List<Line> swallowed = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private String text;
    private int at;
    private int length;

    Parser(Line first) {
      this.first = first;
      this.text = first.text();
      this.length = text.length();
    }

    CsvRow read() throws IOException {
      Defect defect = length > CsvLines.MAX_LENGTH ? Defect.TOO_LONG : fields();
      if (defect != null) {
        lines.putBack(swallowed);
      }
      return new CsvRow(first.number(), defect == null ? List.copyOf(fields) : List.of(), defect);
    }

    private @Nullable Defect fields() throws IOException {
      while (true) {
        Defect defect = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
        if (defect != null) {
          return defect;
        }
        fields.add(field.toString());
        field.setLength(0);
        if (at >= text.length()) {
          return null;
        }
        at++;
        if (at == text.length()) {
          fields.add("");
          return null;
        }
      }
    }

    private @Nullable Defect plain() {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      field.append(text, at, end);
      at = end;
      return null;
    }

    private @Nullable Defect quoted() throws IOException {
      at++;
      while (true) {
        int quote = text.indexOf('"', at);
        if (quote < 0) {
          field.append(text, at, text.length()).append('\n');
          Defect defect = another();
          if (defect != null) {
            return defect;
          }
        } else if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
          field.append(text, at, quote + 1);
          at = quote + 2;
        } else {
          field.append(text, at, quote);
          at = quote + 1;
          return at == text.length() || text.charAt(at) == ',' ? null : Defect.MALFORMED_QUOTE;
        }
      }
    }

    private @Nullable Defect another() throws IOException {
      if (swallowed.size() == MAX_LINES) {
        return Defect.UNCLOSED_QUOTE;
      }
      Line line = lines.next();
      if (line == null) {
        return Defect.UNCLOSED_QUOTE;
      }
      swallowed.add(line);
      length += line.text().length();
      text = line.text();
      at = 0;
      return length > CsvLines.MAX_LENGTH ? Defect.TOO_LONG : null;
    }
  }
}
