package dev.whatsway.store.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.store.audience.ImportedRow.Consent;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final String HEADER =
      "phone,name,country,timezone,locale,opt_in,opt_in_at,opt_in_source,City\n";

  @Test
  void a_full_row_is_read() throws Exception {
    ImportedRow row =
        read("+4915112345678,Ann,de,Europe/Berlin,de_DE,TRUE,2026-05-01,web form,Berlin", null);

    assertThat(row)
        .isEqualTo(
            new ImportedRow(
                2,
                "+4915112345678",
                "Ann",
                "DE",
                "Europe/Berlin",
                "de_DE",
                Map.of("City", "Berlin"),
                new Consent(true, Instant.parse("2026-05-01T00:00:00Z"), "web form")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 151 12345678",
        "+49-151-12345678",
        "+49 (151) 12345678",
        "+49.151.12345678",
      })
  void a_number_may_be_written_for_people(String phone) throws Exception {
    assertThat(read(phone, null).phone()).isEqualTo("+4915112345678");
  }

  @Test
  void a_national_number_takes_the_rows_country_else_the_imports() throws Exception {
    assertThat(read("0151 12345678", "DE").phone()).isEqualTo("+4915112345678");
    assertThat(read("020 7946 0958,,GB", "DE").phone()).isEqualTo("+442079460958");
    assertThat(read("+442079460958", "DE").country()).isEqualTo("GB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+4915CALLME           | phone     | invalid-phone",
        "+49151                | phone     | invalid-phone",
        "+999123456789         | phone     | invalid-phone",
        "015112345678          | phone     | invalid-phone",
        "+49151123\u200b45678  | phone     | invalid-phone",
        ",Ann                  | phone     | missing-phone",
        "'  ,,'                |           | empty-row",
        "+4915112345678,A,XX   | country   | unknown-country",
        "+4915112345678,A,,Mars/Base      | timezone  | unknown-timezone",
        "+4915112345678,A,,,german        | locale    | invalid-locale",
        "+4915112345678,A,,,,yes          | opt_in    | invalid-opt-in",
        "+4915112345678,A,,,,true,soon    | opt_in_at | invalid-date",
        "+4915112345678,A,,,,true,2026-02-30 | opt_in_at | invalid-date",
        "+4915112345678,A,,,,true,2027-02-01 | opt_in_at | invalid-date",
        "+4915112345678,A,,,,,,,B,extra   |           | too-many-columns",
        "+4915112345678,A\u0000B          | name      | control-character",
        "+4915112345678,A\tB              | name      | control-character",
        "\uFEFF+4915112345678             | phone     | control-character",
        "+4915112345678,J\uFFFDrg         | name      | not-utf-8",
      })
  void a_bad_row_is_told_by_field_and_code(String row, @Nullable String field, String code) {
    assertThatThrownBy(() -> read(row, null))
        .isInstanceOfSatisfying(
            RowReader.Rejected.class,
            e -> {
              assertThat(e.rejection().field()).isEqualTo(field);
              assertThat(e.rejection().code()).isEqualTo(code);
              assertThat(e.rejection().line()).isEqualTo(2);
              assertThat(e.rejection().reason()).doesNotContain("49151");
            });
  }

  @Test
  void a_quoted_line_break_is_told() {
    assertThatThrownBy(() -> read("+4915112345678,\"Ann\nB\"", null))
        .isInstanceOf(RowReader.Rejected.class)
        .hasMessage("control-character");
  }

  @Test
  void a_row_of_300_columns_is_told() {
    assertThatThrownBy(() -> read("+4915112345678" + ",x".repeat(299), null))
        .hasMessage("too-many-columns");
  }

  @Test
  void a_value_over_the_limit_is_told() {
    assertThatThrownBy(() -> read("+4915112345678," + "x".repeat(1025), null))
        .hasMessage("too-long");
  }

  @Test
  void an_explicit_no_is_not_the_same_as_silence() throws Exception {
    assertThat(read("+4915112345678,,,,,false", null).consent())
        .isEqualTo(new Consent(false, null, null));
    assertThat(read("+4915112345678", null).consent()).isNull();
    assertThat(read("+4915112345678,,,,,,2026-05-01T10:00:00+02:00", null).consent())
        .isEqualTo(new Consent(true, Instant.parse("2026-05-01T08:00:00Z"), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,city            | column phone",
        "phone;name           | separated by commas",
        "phone,name,name      | once",
        "phone,,name          | name every column",
        "phone,n\uFFFDme      | UTF-8",
      })
  void a_header_that_cannot_be_used_says_why(String header, String problem) throws IOException {
    CsvRow row = Objects.requireNonNull(new CsvRows(new StringReader(header)).next());

    assertThat(Header.of(row.fields()).problem()).contains(problem);
  }

  private static ImportedRow read(String row, @Nullable String country) throws Exception {
    CsvRows rows = new CsvRows(new StringReader(HEADER + row + "\n"));
    Header header = Header.of(Objects.requireNonNull(rows.next()).fields());
    return new RowReader(header, country, NOW).read(Objects.requireNonNull(rows.next()));
  }
}
