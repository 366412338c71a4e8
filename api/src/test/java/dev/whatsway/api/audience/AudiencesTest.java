package dev.whatsway.api.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AudiencesTest extends ApiTest {

  private static final String AUDIENCES = "/api/v1/audiences";

  @Test
  void an_import_tells_what_was_taken_and_what_was_not() {
    Api.Answer answer =
        api.csv(
            AUDIENCES + "?name=People&consent_source=web%20form",
            "phone,name\n" + Given.number() + ",Ann\nnonsense,Bob\n" + Given.number() + ",Cy\n");

    assertThat(answer.status()).isEqualTo(201);
    JsonNode audience = answer.json();
    assertThat(audience.path("name").asString()).isEqualTo("People");
    assertThat(audience.path("status").asString()).isEqualTo("ready");
    assertThat(audience.path("consent_source").asString()).isEqualTo("web form");
    assertThat(audience.path("rows").asInt()).isEqualTo(3);
    assertThat(audience.path("accepted").asInt()).isEqualTo(2);
    assertThat(audience.path("rejected_rows").asInt()).isEqualTo(1);
    JsonNode rejected = api.get(audience.path("rejected_url").asString()).json().path("data");
    assertThat(rejected.size()).isEqualTo(1);
    assertThat(rejected.get(0).path("line").asInt()).isEqualTo(3);
    assertThat(rejected.get(0).path("field").asString()).isEqualTo("phone");
    assertThat(rejected.toString()).doesNotContain("nonsense");
  }

  @Test
  void every_bad_row_is_rejected_with_its_line_and_the_others_are_imported() {
    String good = Given.number();
    String csv =
        "\uFEFFPhone,name,country,timezone,opt_in,opt_in_at\r\n"
            + good
            + ",Ann,,Europe/Berlin,true,2026-05-01\r\n"
            + "+4915CALLME,Bob\r\n"
            + "+49151,Cy\r\n"
            + Given.number()
            + ",Di,XX\r\n"
            + good
            + ",Ann again\r\n"
            + "\r\n"
            + Given.number()
            + ",\"Ed\r\ngar\"\r\n"
            + Given.number()
            + ",x,x"
            + ",x".repeat(297)
            + "\r\n"
            + Given.number()
            + ",F\u0000y\r\n"
            + "\""
            + Given.number()
            + ",Gil\r\n"
            + Given.number()
            + ",\"Hal, the \"\"great\"\"\"\r\n"
            + Given.number()
            + ",Ida,,Mars/Base\r\n"
            + Given.number()
            + ",Jo,,,perhaps\r\n"
            + Given.number()
            + ",Kim,,,true,yesterday\r\n"
            + "0151 23456789,Lou\r\n"
            + "015123456780,Max,DE\r\n";

    JsonNode audience = api.csv(AUDIENCES + "?name=a", csv).json();
    List<String> rejected = new ArrayList<>();
    api.get(audience.path("rejected_url").asString())
        .json()
        .path("data")
        .forEach(row -> rejected.add(row.path("line").asInt() + " " + row.path("code").asString()));

    assertThat(rejected)
        .containsExactly(
            "3 invalid-phone",
            "4 invalid-phone",
            "5 unknown-country",
            "6 duplicate-phone",
            "7 empty-row",
            "8 control-character",
            "10 too-many-columns",
            "11 control-character",
            "12 malformed-quote",
            "14 unknown-timezone",
            "15 invalid-opt-in",
            "16 invalid-date",
            "17 invalid-phone");
    assertThat(audience.path("accepted").asInt()).isEqualTo(3);
    assertThat(audience.path("rows").asInt()).isEqualTo(16);
  }

  @Test
  void bytes_that_are_not_utf_8_cost_their_row_only() {
    byte[] csv =
        ("phone,name\n" + Given.number() + ",J\u00f6rg\n" + Given.number() + ",Ann\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    Api.Answer answer =
        api.send(
            api.request(AUDIENCES + "?name=a")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(csv)));

    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(api.get(answer.json().path("rejected_url").asString()).body())
        .contains("\"line\":2", "not-utf-8");
  }

  @Test
  void a_phone_is_found_again_in_a_later_batch_and_the_first_row_wins() {
    String first = Given.number();
    StringBuilder csv = new StringBuilder("phone,name\n" + first + ",First\n");
    for (int i = 0; i < 1500; i++) {
      csv.append(Given.number()).append(",x\n");
    }
    csv.append(first).append(",Last\n");

    JsonNode audience = api.csv(AUDIENCES + "?name=a", csv.toString()).json();

    assertThat(audience.path("accepted").asInt()).isEqualTo(1501);
    assertThat(audience.path("rejected_rows").asInt()).isEqualTo(1);
    assertThat(contact(first, "name")).isEqualTo("First");
    assertThat(jdbc.sql("SELECT max(ordinal) FROM audience_members").query(Long.class).single())
        .isEqualTo(1500);
  }

  @Test
  void an_opt_in_comes_from_the_row_or_from_the_import_but_never_against_an_opt_out() {
    String silent = Given.number();
    String no = Given.number();
    String dated = Given.number();
    String gone = Given.number();
    api.csv(AUDIENCES + "?name=a&consent_source=form", "phone\n" + gone + "\n");
    jdbc.sql("UPDATE contacts SET opt_in_at = NULL, opted_out_at = now()").update();

    api.csv(
        AUDIENCES + "?name=b&consent_source=web%20form",
        "phone,opt_in,opt_in_at,opt_in_source\n"
            + (silent + ",,,\n")
            + (no + ",false,,\n")
            + (dated + ",true,2026-05-01T10:00:00Z,shop\n")
            + (gone + ",true,,\n"));

    assertThat(contact(silent, "opt_in_source")).isEqualTo("web form");
    assertThat(contact(no, "opt_in_source")).isNull();
    assertThat(contact(dated, "opt_in_source")).isEqualTo("shop");
    assertThat(contact(dated, "opt_in_at AT TIME ZONE 'UTC'")).startsWith("2026-05-01 10:00");
    assertThat(contact(gone, "opt_in_at")).isNull();

    api.csv(AUDIENCES + "?name=c", "phone,opt_in\n" + silent + ",false\n");
    assertThat(contact(silent, "opted_out_at > opt_in_at")).isEqualTo("t");
  }

  private @Nullable String contact(String phone, String column) {
    return jdbc.sql("SELECT (" + column + ")::text AS value FROM contacts WHERE phone = ?")
        .param(phone)
        .query((row, n) -> Optional.ofNullable(row.getString("value")))
        .single()
        .map(value -> value.equals("true") ? "t" : value)
        .orElse(null);
  }

  @Test
  void nobody_has_opted_in_whom_neither_the_row_nor_the_import_says_to_have() {
    String silent = Given.number();
    String no = Given.number();
    api.csv(AUDIENCES + "?name=a", "phone,opt_in\n" + silent + ",\n" + no + ",false\n");
    api.csv(AUDIENCES + "?name=b&consent_source=form", "phone,opt_in\n" + no + ",false\n");
    assertThat(contact(silent, "opt_in_at")).isNull();
    assertThat(contact(no, "opt_in_at")).isNull();
  }

  @Test
  void national_numbers_need_the_country() {
    String csv = "phone\n0151 12345678\n";

    assertThat(api.csv(AUDIENCES + "?name=a", csv).json().path("accepted").asInt()).isZero();
    assertThat(api.csv(AUDIENCES + "?name=a&country=de", csv).json().path("accepted").asInt())
        .isEqualTo(1);
  }

  @Test
  void wrong_parameters_are_named_before_the_body_is_read() {
    assertThat(api.csv(AUDIENCES, "phone\n").error("name")).contains("required");
    assertThat(api.csv(AUDIENCES + "?name=a&country=Germany", "phone\n").error("country"))
        .contains("such as DE");
  }

  @Test
  void a_file_without_phone_column_is_refused() {
    Api.Answer answer = api.csv(AUDIENCES + "?name=a", "name\nAnn\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("file")).contains("phone");
  }

  @Test
  void another_charset_is_refused() {
    Api.Answer answer =
        api.send(
            api.request(AUDIENCES + "?name=a")
                .header("Content-Type", "text/csv; charset=iso-8859-1")
                .POST(HttpRequest.BodyPublishers.ofString("phone\n")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("Content-Type")).contains("utf-8");
  }

  @Test
  void a_form_without_its_file_is_named() {
    Api.Answer answer =
        api.send(
            api.request(AUDIENCES + "?name=a")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("file")).contains("required");
  }

  @Test
  void the_rejected_rows_come_in_pages_or_as_one_csv() {
    String csv = "phone\n" + "bad\n".repeat(7);
    UUID id = api.csv(AUDIENCES + "?name=a", csv).id();
    String url = AUDIENCES + "/" + id + "/rejected";

    List<Integer> lines = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get(url + "?limit=3&cursor=" + cursor).json();
      page.path("data").forEach(row -> lines.add(row.path("line").asInt()));
      cursor = page.path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    Api.Answer report = api.get(url, "Accept", "text/csv");

    assertThat(lines).containsExactly(2, 3, 4, 5, 6, 7, 8);
    assertThat(report.contentType()).startsWith("text/csv");
    assertThat(report.body().lines().toList())
        .hasSize(8)
        .startsWith("line,field,code,reason")
        .allMatch(line -> line.startsWith("line") || line.contains(",phone,invalid-phone,"));
  }

  @Test
  void an_upload_is_never_held_in_memory() {
    long bytes = 192L * 1024 * 1024;
    Api.Answer answer =
        api.send(
            api.request(AUDIENCES + "?name=big", "Idempotency-Key", "big")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Blanks(bytes))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(peakHeap()).isLessThan(bytes * 2);
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().contains("Old"))
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** A CSV of one row and very many empty lines. */
  private static final class Blanks extends InputStream {

    private static final byte[] HEAD =
        ("phone\n" + Given.number() + "\n").getBytes(StandardCharsets.UTF_8);
    private final long size;
    private long position;

    Blanks(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position >= size) {
        return -1;
      }
      int n = (int) Math.min(length, size - position);
      for (int i = 0; i < n; i++) {
        bytes[offset + i] = position + i < HEAD.length ? HEAD[(int) position + i] : (byte) '\n';
      }
      position += n;
      return n;
    }
  }
}
