package dev.whatsway.store.audience;

import dev.whatsway.store.contact.Contact;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a CSV as an import would, into people that are stored nowhere. */
public final class PeopleFile {

  /**
   * What came of reading.
   *
   * @param rejected how many rows an import would reject
   */
  public record People(List<Contact> people, int rejected) {}

  /**
   * Returns the first people of a file.
   *
   * @param consentSource where everybody's opt-in comes from; null where the rows say so themselves
   * @throws IllegalArgumentException when the header cannot be used; the message says why
   */
  public static People read(
      InputStream csv, @Nullable String consentSource, Instant now, int atMost) throws IOException {
    CsvRows rows = new CsvRows(new InputStreamReader(csv, StandardCharsets.UTF_8));
    CsvRow first = rows.next();
    Header header = Header.of(first == null ? List.of() : first.fields());
    if (header.problem() != null) {
      throw new IllegalArgumentException(header.problem());
    }
    RowReader reader = new RowReader(header, null, now);
    List<Contact> people = new ArrayList<>();
    Set<String> phones = new HashSet<>();
    int rejected = 0;
    for (CsvRow row = rows.next(); row != null && people.size() < atMost; row = rows.next()) {
      try {
        ImportedRow imported = reader.read(row);
        if (phones.add(imported.phone())) {
          people.add(contact(imported, consentSource, now));
        } else {
          rejected++;
        }
      } catch (RowReader.Rejected bad) {
        rejected++;
      }
    }
    return new People(people, rejected);
  }

  private static Contact contact(ImportedRow row, @Nullable String consentSource, Instant now) {
    ImportedRow.Consent said = row.consent();
    boolean out = said != null && !said.given();
    boolean in = !out && (said != null || consentSource != null);
    Instant at = said != null && said.at() != null ? said.at() : now;
    String source = said != null && said.source() != null ? said.source() : consentSource;
    return new Contact(
        UUID.nameUUIDFromBytes(row.phone().getBytes(StandardCharsets.UTF_8)),
        row.phone(),
        row.name(),
        row.country(),
        row.timezone(),
        row.locale(),
        row.attributes(),
        in ? at : null,
        in ? source : null,
        out ? now : null,
        now,
        now);
  }

  private PeopleFile() {}
}
