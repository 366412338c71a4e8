package dev.whatsway.store.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

  @Test
  void fields_are_read_as_rfc_4180_says() throws IOException {
    assertThat(read("a,b,c\n1,,3\n\"x,y\",\"say \"\"hi\"\"\",\"\"\n,,\n"))
        .containsExactly("1 [a, b, c]", "2 [1, , 3]", "3 [x,y, say \"hi\", ]", "4 [, , ]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void any_line_end_ends_a_line(String end) throws IOException {
    assertThat(read("a" + end + "b" + end + "c")).containsExactly("1 [a]", "2 [b]", "3 [c]");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_field() throws IOException {
    assertThat(read("\uFEFFphone\n1\n")).containsExactly("1 [phone]", "2 [1]");
  }

  @Test
  void a_quoted_line_break_belongs_to_its_field_and_lines_count_on() throws IOException {
    assertThat(read("a,\"b\nc\"\nd,e\n")).containsExactly("1 [a, b\nc]", "3 [d, e]");
  }

  @Test
  void a_stray_quote_costs_its_own_line_only() throws IOException {
    assertThat(read("\"a,b\nc,d\ne,f\n"))
        .containsExactly("1 UNCLOSED_QUOTE", "2 [c, d]", "3 [e, f]");
    assertThat(read("\"a,b\n\"c\",d\ne,f\n"))
        .containsExactly("1 MALFORMED_QUOTE", "2 [c, d]", "3 [e, f]");
  }

  @Test
  void text_behind_a_closing_quote_is_told() throws IOException {
    assertThat(read("\"a\"b,c\nd\n")).containsExactly("1 MALFORMED_QUOTE", "2 [d]");
  }

  @Test
  void a_quote_within_a_plain_field_is_a_character() throws IOException {
    assertThat(read("5\" pipe,x\n")).containsExactly("1 [5\" pipe, x]");
  }

  @Test
  void a_blank_line_is_a_row_unless_nothing_follows() throws IOException {
    assertThat(read("a\n\n  \nb\n\n\n")).containsExactly("1 [a]", "2 EMPTY", "3 EMPTY", "4 [b]");
  }

  @Test
  void a_line_without_end_costs_no_memory() throws IOException {
    InputStream endless =
        new InputStream() {
          private long left = 300L * 1024 * 1024;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            java.util.Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            left -= length;
            return length;
          }
        };
    CsvRow row = new CsvRows(new InputStreamReader(endless, StandardCharsets.UTF_8)).next();

    assertThat(row).isNotNull();
    assertThat(row.defect()).isEqualTo(CsvRow.Defect.TOO_LONG);
  }

  private static List<String> read(String csv) throws IOException {
    CsvRows rows = new CsvRows(new StringReader(csv));
    List<String> read = new ArrayList<>();
    for (CsvRow row = rows.next(); row != null; row = rows.next()) {
      read.add(row.line() + " " + (row.defect() == null ? row.fields() : row.defect()));
    }
    return read;
  }
}
