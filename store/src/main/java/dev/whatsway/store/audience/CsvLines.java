package dev.whatsway.store.audience;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The physical lines of a file, of bounded length, with the possibility to put lines back. */
final class CsvLines {

  /** A line is kept up to one character more than this, which tells that it is too long. */
  static final int MAX_LENGTH = 65_536;

  private final Reader in;
  private final char[] buffer = new char[16_384];
  private final Deque<Line> putBack = new ArrayDeque<>();
  private int position;
  private int end;
  private long number;

  CsvLines(Reader in) {
    this.in = in;
  }

  /** A line without its end, counted from 1. */
  record Line(long number, String text) {}

  /** Returns the next line, null after the last. */
  @Nullable Line next() throws IOException {
    if (!putBack.isEmpty()) {
      return putBack.pop();
    }
    int c = read();
    if (c < 0) {
      return null;
    }
    number++;
    if (number == 1 && c == '\uFEFF') {
      c = read();
    }
    StringBuilder text = new StringBuilder();
    while (c >= 0 && c != '\n' && c != '\r') {
      if (text.length() <= MAX_LENGTH) {
        text.append((char) c);
      }
      c = read();
    }
    if (c == '\r' && peek() == '\n') {
      read();
    }
    return new Line(number, text.toString());
  }

  /** Makes these the next lines. */
  void putBack(List<Line> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      putBack.push(lines.get(i));
    }
  }

  private int read() throws IOException {
    int c = peek();
    position++;
    return c;
  }

  private int peek() throws IOException {
    if (position >= end) {
      position = 0;
      end = Math.max(in.read(buffer), 0);
      if (end == 0) {
        return -1;
      }
    }
    return buffer[position];
  }
}
