package dev.whatsway.store.audience;

import dev.whatsway.store.NewId;
import dev.whatsway.store.audience.ImportedRow.Consent;
import dev.whatsway.store.channel.StopBarrier;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes an import's rows, a batch in a handful of statements and one transaction. */
@Repository
class ImportWriter {

  /**
   * Looked up phone by phone, whatever the planner believes of tables that were small when it made
   * its plan: an account's contacts are many more than a batch.
   */
  private static final String KNOWN =
      """
      SELECT r.phone FROM unnest(:phones::text[]) AS r (phone)
      CROSS JOIN LATERAL (
        SELECT c.id FROM contacts c WHERE c.account_id = :account AND c.phone = r.phone OFFSET 0) AS k
      CROSS JOIN LATERAL (
        SELECT FROM audience_members m
        WHERE m.audience_id = :audience AND m.contact_id = k.id OFFSET 0) AS m
      """;

  /** In the order of the phones, so that two imports of the same people do not deadlock. */
  private static final String CONTACTS =
      """
      INSERT INTO contacts AS k (id, account_id, phone, name, country, timezone, locale,
        attributes, opt_in_at, opt_in_source, created_at, updated_at)
      SELECT r.id, :account, r.phone, r.name, r.country, r.timezone, r.locale,
        r.attributes::jsonb,
        -- LEAST alone would make an opt-in of now out of none: it leaves out what is null.
        CASE WHEN r.opt_in_at IS NOT NULL THEN LEAST(r.opt_in_at, :now) END,
        r.opt_in_source, :now, :now
      FROM unnest(:ids::uuid[], :phones::text[], :names::text[], :countries::text[],
        :timezones::text[], :locales::text[], :attributes::text[], :optIns::timestamptz[],
        :sources::text[])
        AS r (id, phone, name, country, timezone, locale, attributes, opt_in_at, opt_in_source)
      ORDER BY r.phone
      ON CONFLICT (account_id, phone) DO UPDATE SET
        name = COALESCE(excluded.name, k.name), country = COALESCE(excluded.country, k.country),
        timezone = COALESCE(excluded.timezone, k.timezone),
        locale = COALESCE(excluded.locale, k.locale),
        attributes = k.attributes || excluded.attributes, updated_at = excluded.updated_at
      RETURNING id, phone
      """;

  /**
   * What an opt-in does to a contact that was there before. One that is dated in its row counts
   * when it is the latest; one that is only asserted must not undo an opt-out. None counts from a
   * time to come, or it would beat the opt-outs until then.
   */
  private static final String OPT_INS =
      """
      UPDATE contacts k SET opt_in_at = LEAST(r.opt_in_at, :now), opt_in_source = r.opt_in_source
      FROM unnest(:contacts::uuid[], :optIns::timestamptz[], :sources::text[], :dated::boolean[])
        AS r (id, opt_in_at, opt_in_source, dated)
      WHERE k.id = r.id AND r.opt_in_at IS NOT NULL
        AND ((k.opt_in_at IS NULL AND k.opted_out_at IS NULL)
          OR (r.dated AND (k.opt_in_at IS NULL OR LEAST(r.opt_in_at, :now) > k.opt_in_at)))
      """;

  /**
   * The opt-ins of the batch that are now what counts; those of a file that came before are there.
   */
  private static final String OPT_IN_HISTORY =
      """
      INSERT INTO consents (id, account_id, contact_id, kind, source, recorded_by, proof, at, recorded_at)
      SELECT r.id, :account, r.contact_id, 'opt_in', r.opt_in_source, 'import',
        'audience ' || :audience || ', line ' || r.line, LEAST(r.opt_in_at, :now), :now
      FROM unnest(:ids::uuid[], :contacts::uuid[], :fresh::boolean[], :optIns::timestamptz[],
        :sources::text[], :lines::bigint[])
        AS r (id, contact_id, fresh, opt_in_at, opt_in_source, line)
      WHERE r.opt_in_at IS NOT NULL AND (r.fresh OR EXISTS (
        SELECT FROM contacts k WHERE k.id = r.contact_id
          AND k.opt_in_at = LEAST(r.opt_in_at, :now) AND k.opt_in_source = r.opt_in_source))
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
      SELECT :audience, r.ordinal, r.contact_id, r.line
      FROM unnest(:contacts::uuid[], :ordinals::bigint[], :lines::bigint[])
        AS r (contact_id, ordinal, line)
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
      members(request, ordinal, fresh, contacts(request, fresh, now));
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

  /** Returns the ids of the rows' contacts, in their order. */
  private UUID[] contacts(
      AudienceImport.Request request, List<ImportedRow> rows, OffsetDateTime now) {
    Instant asserted = now.toInstant();
    UUID[] ids = newIds(rows.size());
    String[] phones = texts(rows, ImportedRow::phone);
    String[] optIns = texts(rows, row -> text(optIn(request, row, asserted)));
    String[] sources = texts(rows, row -> source(request, row));
    Map<String, UUID> stored = new HashMap<>();
    jdbc.sql(CONTACTS)
        .param("account", request.accountId())
        .param("ids", ids)
        .param("phones", phones)
        .param("names", texts(rows, ImportedRow::name))
        .param("countries", texts(rows, ImportedRow::country))
        .param("timezones", texts(rows, ImportedRow::timezone))
        .param("locales", texts(rows, ImportedRow::locale))
        .param("attributes", texts(rows, row -> json.writeValueAsString(row.attributes())))
        .param("optIns", optIns)
        .param("sources", sources)
        .param("now", now)
        .query(
            row -> {
              stored.put(row.getString("phone"), row.getObject("id", UUID.class));
            });
    UUID[] contacts = Arrays.stream(phones).map(stored::get).toArray(UUID[]::new);
    Boolean[] fresh = new Boolean[contacts.length];
    Arrays.setAll(fresh, place -> contacts[place].equals(ids[place]));
    if (!Arrays.stream(fresh).allMatch(Boolean::booleanValue)) {
      jdbc.sql(OPT_INS)
          .param("contacts", contacts)
          .param("optIns", optIns)
          .param("sources", sources)
          .param("dated", rows.stream().map(ImportWriter::dated).toArray(Boolean[]::new))
          .param("now", now)
          .update();
    }
    jdbc.sql(OPT_IN_HISTORY)
        .param("account", request.accountId())
        .param("audience", request.id().toString())
        .param("ids", newIds(rows.size()))
        .param("contacts", contacts)
        .param("fresh", fresh)
        .param("optIns", optIns)
        .param("sources", sources)
        .param("lines", rows.stream().map(ImportedRow::line).toArray(Long[]::new))
        .param("now", now)
        .update();
    return contacts;
  }

  private void members(
      AudienceImport.Request request, long ordinal, List<ImportedRow> rows, UUID[] contacts) {
    Long[] ordinals = new Long[rows.size()];
    Arrays.setAll(ordinals, place -> ordinal + place);
    jdbc.sql(MEMBERS)
        .param("audience", request.id())
        .param("contacts", contacts)
        .param("ordinals", ordinals)
        .param("lines", rows.stream().map(ImportedRow::line).toArray(Long[]::new))
        .update();
  }

  private static UUID[] newIds(int count) {
    return Stream.generate(NewId::next).limit(count).toArray(UUID[]::new);
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
