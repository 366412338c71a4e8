package dev.whatsway.store.audience;

import dev.whatsway.store.audience.ImportedRow.Consent;
import dev.whatsway.store.channel.StopBarrier;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes an import's rows, a batch in a handful of statements and one transaction. */
@Repository
class ImportWriter {

  private static final String KNOWN =
      """
      SELECT k.phone FROM contacts k
      JOIN audience_members m ON m.contact_id = k.id AND m.audience_id = :audience
      WHERE k.account_id = :account AND k.phone = ANY (:phones::text[])
      """;

  /** In the order of the phones, so that two imports of the same people do not deadlock. */
  private static final String CONTACTS =
      """
      INSERT INTO contacts AS k (id, account_id, phone, name, country, timezone, locale,
        attributes, opt_in_at, opt_in_source, created_at, updated_at)
      SELECT gen_random_uuid(), :account, r.phone, r.name, r.country, r.timezone, r.locale,
        r.attributes::jsonb,
        -- LEAST alone would make an opt-in of now out of none: it leaves out what is null.
        CASE WHEN r.opt_in_at IS NOT NULL THEN LEAST(r.opt_in_at, :now) END,
        r.opt_in_source, :now, :now
      FROM unnest(:phones::text[], :names::text[], :countries::text[], :timezones::text[],
        :locales::text[], :attributes::text[], :optIns::timestamptz[], :sources::text[])
        AS r (phone, name, country, timezone, locale, attributes, opt_in_at, opt_in_source)
      ORDER BY r.phone
      ON CONFLICT (account_id, phone) DO UPDATE SET
        name = COALESCE(excluded.name, k.name), country = COALESCE(excluded.country, k.country),
        timezone = COALESCE(excluded.timezone, k.timezone),
        locale = COALESCE(excluded.locale, k.locale),
        attributes = k.attributes || excluded.attributes, updated_at = excluded.updated_at
      """;

  /**
   * What an opt-in does to a contact that was there before. One that is dated in its row counts
   * when it is the latest; one that is only asserted must not undo an opt-out. None counts from a
   * time to come, or it would beat the opt-outs until then.
   */
  private static final String OPT_INS =
      """
      UPDATE contacts k SET opt_in_at = LEAST(r.opt_in_at, :now), opt_in_source = r.opt_in_source
      FROM unnest(:phones::text[], :optIns::timestamptz[], :sources::text[], :dated::boolean[])
        AS r (phone, opt_in_at, opt_in_source, dated)
      WHERE k.account_id = :account AND k.phone = r.phone AND r.opt_in_at IS NOT NULL
        AND ((k.opt_in_at IS NULL AND k.opted_out_at IS NULL)
          OR (r.dated AND (k.opt_in_at IS NULL OR LEAST(r.opt_in_at, :now) > k.opt_in_at)))
      """;

  /**
   * The opt-ins of the batch that are now what counts; those of a file that came before are there.
   */
  private static final String OPT_IN_HISTORY =
      """
      INSERT INTO consents (id, account_id, contact_id, kind, source, recorded_by, proof, at, recorded_at)
      SELECT gen_random_uuid(), k.account_id, k.id, 'opt_in', r.opt_in_source, 'import',
        'audience ' || :audience || ', line ' || r.line, k.opt_in_at, :now
      FROM unnest(:phones::text[], :optIns::timestamptz[], :sources::text[], :lines::bigint[])
        AS r (phone, opt_in_at, opt_in_source, line)
      JOIN contacts k ON k.account_id = :account AND k.phone = r.phone
        AND k.opt_in_at = LEAST(r.opt_in_at, :now) AND k.opt_in_source = r.opt_in_source
      ON CONFLICT (contact_id, kind, recorded_by, at) DO NOTHING
      """;

  private static final String OPT_OUTS =
      """
      WITH person AS (
        UPDATE contacts SET opted_out_at = :now, updated_at = :now
        WHERE account_id = :account AND phone = ANY (:phones::text[]) AND opt_in_at IS NOT NULL
          AND (opted_out_at IS NULL OR opted_out_at < opt_in_at)
        RETURNING id, account_id)
      INSERT INTO consents (id, account_id, contact_id, kind, source, recorded_by, proof, at, recorded_at)
      SELECT gen_random_uuid(), account_id, id, 'opt_out', 'opt_in is false', 'import',
        'audience ' || :audience, :now, :now
      FROM person
      ON CONFLICT (contact_id, kind, recorded_by, at) DO NOTHING
      """;

  private static final String MEMBERS =
      """
      INSERT INTO audience_members (audience_id, ordinal, contact_id, line)
      SELECT :audience, r.ordinal, k.id, r.line
      FROM unnest(:phones::text[], :ordinals::bigint[], :lines::bigint[])
        AS r (phone, ordinal, line)
      JOIN contacts k ON k.account_id = :account AND k.phone = r.phone
      """;

  private static final String REJECTIONS =
      """
      INSERT INTO audience_rejections (audience_id, line, field, code, reason)
      SELECT :audience, r.* FROM unnest(:lines::bigint[], :fields::text[], :codes::text[],
        :reasons::text[]) AS r (line, field, code, reason)
      """;

  private static final String COUNTS =
      """
      UPDATE audiences SET rows = rows + :rows, accepted = accepted + :accepted,
        rejected = rejected + :rejected, updated_at = :now
      WHERE id = :audience
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  ImportWriter(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Stores the opt-outs of a batch, which only people have who were contacts before. They come
   * first and alone: they wait for the claims under way, and hold up the others while they are
   * stored.
   */
  @Transactional
  public void optOut(AudienceImport.Request request, List<ImportedRow> rows) {
    List<ImportedRow> no =
        rows.stream().filter(row -> row.consent() != null && !row.consent().given()).toList();
    if (!no.isEmpty()) {
      new StopBarrier(jdbc).closed();
      Set<String> known = known(request, no);
      jdbc.sql(OPT_OUTS)
          .param("account", request.accountId())
          .param("audience", request.id().toString())
          .param(
              "phones",
              no.stream()
                  .map(ImportedRow::phone)
                  .filter(phone -> !known.contains(phone))
                  .toArray(String[]::new))
          .param("now", clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  /**
   * Stores a batch whose rows have phones of their own; those of earlier batches are rejected.
   *
   * @param ordinal of the first member that is added
   * @return how many members were added
   */
  @Transactional
  public int write(
      AudienceImport.Request request,
      long ordinal,
      List<ImportedRow> rows,
      List<Rejection> rejections) {
    Set<String> known = known(request, rows);
    List<ImportedRow> fresh = rows.stream().filter(row -> !known.contains(row.phone())).toList();
    List<Rejection> refused = new ArrayList<>(rejections);
    rows.stream()
        .filter(row -> known.contains(row.phone()))
        .forEach(row -> refused.add(AudienceImport.duplicate(row)));
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    if (!fresh.isEmpty()) {
      contacts(request, fresh, now);
      members(request, ordinal, fresh);
    }
    if (!refused.isEmpty()) {
      reject(request.id(), refused);
    }
    jdbc.sql(COUNTS)
        .param("rows", rows.size() + rejections.size())
        .param("accepted", fresh.size())
        .param("rejected", refused.size())
        .param("now", now)
        .param("audience", request.id())
        .update();
    return fresh.size();
  }

  private Set<String> known(AudienceImport.Request request, List<ImportedRow> rows) {
    return new HashSet<>(
        jdbc.sql(KNOWN)
            .param("audience", request.id())
            .param("account", request.accountId())
            .param("phones", texts(rows, ImportedRow::phone))
            .query(String.class)
            .list());
  }

  private void contacts(
      AudienceImport.Request request, List<ImportedRow> rows, OffsetDateTime now) {
    Instant asserted = now.toInstant();
    String[] phones = texts(rows, ImportedRow::phone);
    String[] optIns = texts(rows, row -> text(optIn(request, row, asserted)));
    String[] sources = texts(rows, row -> source(request, row));
    jdbc.sql(CONTACTS)
        .param("account", request.accountId())
        .param("phones", phones)
        .param("names", texts(rows, ImportedRow::name))
        .param("countries", texts(rows, ImportedRow::country))
        .param("timezones", texts(rows, ImportedRow::timezone))
        .param("locales", texts(rows, ImportedRow::locale))
        .param("attributes", texts(rows, row -> json.writeValueAsString(row.attributes())))
        .param("optIns", optIns)
        .param("sources", sources)
        .param("now", now)
        .update();
    jdbc.sql(OPT_INS)
        .param("account", request.accountId())
        .param("phones", phones)
        .param("optIns", optIns)
        .param("sources", sources)
        .param("dated", rows.stream().map(ImportWriter::dated).toArray(Boolean[]::new))
        .param("now", now)
        .update();
    jdbc.sql(OPT_IN_HISTORY)
        .param("account", request.accountId())
        .param("audience", request.id().toString())
        .param("phones", phones)
        .param("optIns", optIns)
        .param("sources", sources)
        .param("lines", rows.stream().map(ImportedRow::line).toArray(Long[]::new))
        .param("now", now)
        .update();
  }

  private void members(AudienceImport.Request request, long ordinal, List<ImportedRow> rows) {
    Long[] ordinals = new Long[rows.size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = ordinal + i;
    }
    jdbc.sql(MEMBERS)
        .param("audience", request.id())
        .param("account", request.accountId())
        .param("phones", texts(rows, ImportedRow::phone))
        .param("ordinals", ordinals)
        .param("lines", rows.stream().map(ImportedRow::line).toArray(Long[]::new))
        .update();
  }

  private void reject(UUID audienceId, List<Rejection> rejections) {
    jdbc.sql(REJECTIONS)
        .param("audience", audienceId)
        .param("lines", rejections.stream().map(Rejection::line).toArray(Long[]::new))
        .param("fields", rejections.stream().map(Rejection::field).toArray(String[]::new))
        .param("codes", rejections.stream().map(Rejection::code).toArray(String[]::new))
        .param("reasons", rejections.stream().map(Rejection::reason).toArray(String[]::new))
        .update();
  }

  /** When the person opted in: as the row says, else as is asserted for the import; null if not. */
  private static @Nullable Instant optIn(
      AudienceImport.Request request, ImportedRow row, Instant asserted) {
    Consent consent = row.consent();
    if (consent == null) {
      return request.consentSource() == null ? null : asserted;
    }
    if (!consent.given()) {
      return null;
    }
    return Objects.requireNonNullElse(consent.at(), asserted);
  }

  private static @Nullable String source(AudienceImport.Request request, ImportedRow row) {
    Consent consent = row.consent();
    if (consent == null) {
      return request.consentSource();
    }
    if (!consent.given()) {
      return null;
    }
    return consent.source() == null
        ? Objects.requireNonNullElse(request.consentSource(), "import: " + request.name())
        : consent.source();
  }

  private static boolean dated(ImportedRow row) {
    return row.consent() != null && row.consent().given() && row.consent().at() != null;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static String[] texts(
      List<ImportedRow> rows, Function<ImportedRow, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }
}
