package dev.whatsway.launcher.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of 2,000 rows, 150 of them bad in fifteen ways, ten rows each, strewn over the file; with
 * a BOM, CRLF line ends and quoted fields that are good. A line break within a field is bad: Meta
 * takes none in a template's parameter.
 */
final class HostileCsv {

  static final int ROWS = 2_000;
  static final int BAD = 150;

  private static final int WAYS = 15;
  private static final int EVERY = ROWS / BAD;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<Long, Integer> badLines = new TreeMap<>();
  private long line = 1;

  private HostileCsv() throws IOException {
    bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    row("phone,name,country,timezone,opt_in,opt_in_at,city");
    int bad = 0;
    for (int row = 0; row < ROWS; row++) {
      if (row % EVERY == EVERY - 1 && bad < BAD) {
        badLines.put(line, bad % WAYS);
        bad(bad % WAYS, bad);
        bad++;
      } else {
        good(row);
      }
    }
  }

  static HostileCsv write(Path file) throws IOException {
    HostileCsv csv = new HostileCsv();
    Files.write(file, csv.bytes.toByteArray());
    return csv;
  }

  /** Line to way. */
  Map<Long, Integer> badLines() {
    return badLines;
  }

  private void good(int row) throws IOException {
    String name = row % 50 == 7 ? "\"Ann, \"\"Mia\"\"\"" : "Ann";
    row(phone(row) + "," + name + ",DE,Europe/Berlin,true,2026-01-02,Köln");
  }

  private void bad(int way, int number) throws IOException {
    switch (way) {
      case 0 -> row("call me,Ann,DE,,true,,Köln");
      case 1 -> row("+4915,Ann,DE,,true,,Köln");
      case 2 -> row("+9991511234567,Ann,,,true,,Köln");
      case 3 -> row("015112345678,Ann,XX,,true,,Köln");
      case 4 -> row(phone(0) + ",Twice,DE,,true,,Köln");
      case 5 -> row(",Ann,DE,,true,,Köln");
      case 6 -> row(phone(9_000 + number) + ",Ann,DE,Mars/Olympus,true,,Köln");
      case 7 -> row(phone(9_000 + number) + ",Ann,DE,,perhaps,,Köln");
      case 8 -> row(phone(9_000 + number) + ",Ann,DE,,true,yesterday,Köln");
      case 9 -> row(phone(9_000 + number) + ",Ann,DE,,true,," + "x,".repeat(293) + "x");
      case 10 -> row(phone(9_000 + number) + ",A\u0000n,DE,,true,,Köln");
      case 11 -> row(phone(9_000 + number) + ",Zoë,DE,,true,,Köln", StandardCharsets.ISO_8859_1);
      case 12 -> row("+4912345678901234567890,Ann,DE,,true,,Köln");
      case 13 -> row(phone(9_000 + number) + ",\"Ann\r\nMarie\",DE,,true,,Köln");
      default -> row("\uFEFF" + phone(9_000 + number) + ",Ann,DE,,true,,Köln");
    }
    if (way == 13) {
      line++;
    }
  }

  /** A German mobile number of its own for each row. */
  private static String phone(int row) {
    return "+49151%08d".formatted(20_000_000 + row);
  }

  private void row(String text) throws IOException {
    row(text, StandardCharsets.UTF_8);
  }

  private void row(String text, Charset charset) throws IOException {
    bytes.write(text.getBytes(charset));
    bytes.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    line++;
  }
}
