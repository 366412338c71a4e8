package dev.whatsway.store.audience;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Imports a CSV row by row. */
@Component
public class AudienceImport {

  private final JdbcClient jdbc;
  private final Audiences audiences;
  private final JsonMapper json;
  private final Clock clock;

  AudienceImport(JdbcClient jdbc, Audiences audiences, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.audiences = audiences;
    this.json = json;
    this.clock = clock;
  }

  /** What to import. */
  public record Request(
      UUID id,
      UUID accountId,
      String name,
      @Nullable String country,
      @Nullable String consentSource) {}

  /** Imports the whole stream and returns the audience as it then stands. */
  public Audience run(Request request, InputStream csv) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    jdbc.sql(
            """
            INSERT INTO audiences (id, account_id, name, status, consent_source, created_at, updated_at)
            VALUES (:id, :account, :name, 'importing', :source, :now, :now)
            """)
        .param("id", request.id())
        .param("account", request.accountId())
        .param("name", request.name())
        .param("source", request.consentSource())
        .param("now", now)
        .update();
    long rows = 0;
    long accepted = 0;
    String problem = null;
    Iterator<CsvRecord> records =
        CsvReader.builder()
            .skipEmptyLines(true)
            .detectBomHeader(true)
            .ofCsvRecord(csv, StandardCharsets.UTF_8)
            .iterator();
    List<String> header =
        records.hasNext()
            ? records.next().getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList()
            : List.of();
    int phone = header.indexOf("phone");
    if (phone < 0) {
      problem = "The header row must hold a column named phone.";
    }
    while (problem == null && records.hasNext()) {
      CsvRecord row = records.next();
      rows++;
      Optional<String> number =
          row.getFieldCount() > phone
              ? PhoneNumbers.e164(row.getField(phone), request.country())
              : Optional.empty();
      if (number.isEmpty()) {
        reject(request.id(), row, "invalid-phone", "must be a phone number such as +4915112345678");
      } else if (add(request, header, row, number.get(), accepted, now)) {
        accepted++;
      } else {
        reject(request.id(), row, "duplicate", "was seen earlier in the file");
      }
    }
    jdbc.sql(
            """
            UPDATE audiences SET status = :status, status_reason = :problem, rows = :rows,
              accepted = :accepted, rejected = :rejected, updated_at = :now WHERE id = :id
            """)
        .param("status", problem == null ? "ready" : "failed")
        .param("problem", problem)
        .param("rows", rows)
        .param("accepted", accepted)
        .param("rejected", rows - accepted)
        .param("now", now)
        .param("id", request.id())
        .update();
    return audiences.find(request.accountId(), request.id()).orElseThrow();
  }

  private boolean add(
      Request request,
      List<String> header,
      CsvRecord row,
      String number,
      long ordinal,
      OffsetDateTime now) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(header.size(), row.getFieldCount()); i++) {
      values.put(header.get(i), row.getField(i));
    }
    UUID contact =
        jdbc.sql(
                """
                INSERT INTO contacts AS c (id, account_id, phone, name, attributes, opt_in_at, opt_in_source,
                  created_at, updated_at)
                VALUES (:id, :account, :phone, :name, :attributes::jsonb, :optIn, :source, :now, :now)
                ON CONFLICT (account_id, phone) DO UPDATE SET name = coalesce(excluded.name, c.name),
                  attributes = c.attributes || excluded.attributes, updated_at = excluded.updated_at
                RETURNING id
                """)
            .param("id", UUID.randomUUID())
            .param("account", request.accountId())
            .param("phone", number)
            .param("name", values.get("name"))
            .param("attributes", json.writeValueAsString(values))
            .param("optIn", request.consentSource() == null ? null : now)
            .param("source", request.consentSource())
            .param("now", now)
            .query(UUID.class)
            .single();
    return jdbc.sql(
                """
                INSERT INTO audience_members (audience_id, ordinal, contact_id, line)
                VALUES (:audience, :ordinal, :contact, :line)
                ON CONFLICT (audience_id, contact_id) DO NOTHING
                """)
            .param("audience", request.id())
            .param("ordinal", ordinal)
            .param("contact", contact)
            .param("line", row.getStartingLineNumber())
            .update()
        == 1;
  }

  private void reject(UUID audience, CsvRecord row, String code, String reason) {
    jdbc.sql(
            """
            INSERT INTO audience_rejections (audience_id, line, field, code, reason)
            VALUES (:audience, :line, 'phone', :code, :reason)
            """)
        .param("audience", audience)
        .param("line", row.getStartingLineNumber())
        .param("code", code)
        .param("reason", reason)
        .update();
  }
}
