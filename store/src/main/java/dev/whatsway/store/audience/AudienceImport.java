package dev.whatsway.store.audience;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Imports a CSV as it arrives. Memory holds one batch, however large the file: a phone that was
 * seen earlier is found in the audience itself.
 */
@Component
public class AudienceImport {

  private static final int BATCH = 1000;

  private final Audiences audiences;
  private final ImportWriter writer;
  private final Clock clock;

  AudienceImport(Audiences audiences, ImportWriter writer, Clock clock) {
    this.audiences = audiences;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * What to import.
   *
   * @param country ISO 3166-1 of national numbers in rows without one, null for none
   * @param consentSource where the opt-in of everyone in the file comes from, null when the rows
   *     say so themselves
   */
  public record Request(
      UUID id,
      UUID accountId,
      String name,
      @Nullable String country,
      @Nullable String consentSource) {}

  /**
   * Imports the whole stream and returns the audience as it then stands: {@code ready}, or {@code
   * failed} when the header cannot be used. A bad row is rejected and stops nothing.
   *
   * @throws UncheckedIOException when the stream breaks; the audience is {@code failed} then
   */
  public Audience run(Request request, InputStream csv) {
    audiences.begin(request, clock.instant());
    String problem = "The upload broke off.";
    try {
      problem = read(request, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      audiences.end(request.id(), problem, clock.instant());
    }
    return audiences.find(request.accountId(), request.id()).orElseThrow();
  }

  private @Nullable String read(Request request, InputStream csv) throws IOException {
    CsvRows rows = new CsvRows(new InputStreamReader(csv, StandardCharsets.UTF_8));
    CsvRow first = rows.next();
    Header header = Header.of(first == null ? List.of() : first.fields());
    if (header.problem() != null) {
      return header.problem();
    }
    RowReader reader = new RowReader(header, request.country(), clock.instant());
    Batch batch = new Batch(request);
    for (CsvRow row = rows.next(); row != null; row = rows.next()) {
      batch.add(row, reader);
    }
    batch.flush();
    return null;
  }

  static Rejection duplicate(ImportedRow row) {
    return new Rejection(row.line(), "phone", "duplicate-phone", "is the phone of an earlier row");
  }

  private final class Batch {

    private final Request request;
    private final List<ImportedRow> rows = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final Set<String> phones = new HashSet<>();
    private long members;

    Batch(Request request) {
      this.request = request;
    }

    void add(CsvRow row, RowReader reader) {
      try {
        ImportedRow imported = reader.read(row);
        if (phones.add(imported.phone())) {
          rows.add(imported);
        } else {
          rejections.add(duplicate(imported));
        }
      } catch (RowReader.Rejected e) {
        rejections.add(e.rejection());
      }
      if (rows.size() + rejections.size() >= BATCH) {
        flush();
      }
    }

    void flush() {
      if (rows.isEmpty() && rejections.isEmpty()) {
        return;
      }
      writer.optOut(request, rows);
      members += writer.write(request, members, rows, rejections);
      rows.clear();
      rejections.clear();
      phones.clear();
    }
  }
}
