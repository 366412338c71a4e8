package dev.whatsway.launcher.demo;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A CSV of made-up people, written while it is read, so that a million take no memory. The numbers
 * are valid ones of four countries' mobile ranges and all different.
 */
final class SyntheticPeople extends InputStream {

  private static final String[] COUNTRIES = {"DE", "IN", "BR", "ES"};
  private static final String[] PREFIXES = {"+49151", "+9198", "+55119", "+346"};
  private static final int FIRST = 12_000_000;

  private final long end;
  private long next;
  private byte[] line =
      "phone,name,country,opt_in,opt_in_source\n".getBytes(StandardCharsets.US_ASCII);
  private int at;

  /**
   * @param first the first person's ordinal, from 0
   * @param count such that ordinals stay below 300 million, where the numbers run out
   */
  SyntheticPeople(long first, long count) {
    this.next = first;
    this.end = first + count;
  }

  @Override
  public int read() {
    return fill() ? line[at++] : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int written = 0;
    while (written < length && fill()) {
      int part = Math.min(length - written, line.length - at);
      System.arraycopy(line, at, target, offset + written, part);
      at += part;
      written += part;
    }
    return written == 0 && length > 0 ? -1 : written;
  }

  private boolean fill() {
    if (at < line.length) {
      return true;
    }
    if (next == end) {
      return false;
    }
    int country = (int) (next % COUNTRIES.length);
    long number = FIRST + next / COUNTRIES.length;
    line =
        "%s%08d,Person %d,%s,true,demo\n"
            .formatted(PREFIXES[country], number, next + 1, COUNTRIES[country])
            .getBytes(StandardCharsets.US_ASCII);
    at = 0;
    next++;
    return true;
  }
}
