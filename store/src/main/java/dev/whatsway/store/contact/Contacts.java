package dev.whatsway.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** People, one by one; files of them go through the import. */
@Repository
public class Contacts {

  /** Comes before every contact. */
  public static final UUID FIRST = new UUID(0, 0);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  public Contacts(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** What the account knows of a person beside their number and consent. */
  public record Details(
      @Nullable String name,
      @Nullable String country,
      @Nullable String timezone,
      @Nullable String locale,
      Map<String, String> attributes) {}

  /** Returns the account's contact with this number. */
  public Optional<Contact> find(UUID accountId, String phone) {
    return jdbc.sql(
            "SELECT * FROM contacts WHERE account_id = :account AND phone = :phone AND erased_at IS NULL")
        .param("account", accountId)
        .param("phone", phone)
        .query(this::read)
        .optional();
  }

  /** Returns a contact of whichever account; empty for one that was erased. */
  public Optional<Contact> get(UUID contactId) {
    return jdbc.sql("SELECT * FROM contacts WHERE id = :id AND erased_at IS NULL")
        .param("id", contactId)
        .query(this::read)
        .optional();
  }

  /** Returns those of the contacts, of whichever account, that were not erased, by id. */
  public Map<UUID, Contact> all(Collection<UUID> ids) {
    return jdbc
        .sql("SELECT * FROM contacts WHERE id = ANY (:ids) AND erased_at IS NULL")
        .param("ids", ids.toArray(UUID[]::new))
        .query(this::read)
        .list()
        .stream()
        .collect(Collectors.toMap(Contact::id, contact -> contact));
  }

  /** Stores one attribute of a contact that is there; a null value removes it. */
  public void setAttribute(UUID contactId, String name, @Nullable String value) {
    jdbc.sql(
            """
            UPDATE contacts SET updated_at = :now, attributes = CASE WHEN :value::text IS NULL
              THEN attributes - :name ELSE attributes || jsonb_build_object(:name, :value::text) END
            WHERE id = :id AND erased_at IS NULL
            """)
        .param("name", name)
        .param("value", value)
        .param("id", contactId)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Returns a contact that was not erased, and keeps its row from changing until the transaction
   * ends: an erasure waits for it, or this finds none.
   */
  public Optional<Contact> hold(UUID id) {
    return jdbc.sql("SELECT * FROM contacts WHERE id = :id AND erased_at IS NULL FOR NO KEY UPDATE")
        .param("id", id)
        .query(this::read)
        .optional();
  }

  /**
   * Returns the account's contacts by id, at most {@code limit}; none that was erased.
   *
   * @param after the last one of the page before; {@link #FIRST} for the first page
   */
  public List<Contact> page(UUID accountId, UUID after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM contacts
            WHERE account_id = :account AND id > :after AND erased_at IS NULL
            ORDER BY id LIMIT :limit
            """)
        .param("account", accountId)
        .param("after", after)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /**
   * Stores the details, all of them, of a new contact or one that is there.
   *
   * @return whether it is new
   */
  public boolean put(UUID accountId, String phone, Details details) {
    return jdbc.sql(
            """
            INSERT INTO contacts AS k (id, account_id, phone, name, country, timezone, locale, attributes,
              created_at, updated_at)
            VALUES (gen_random_uuid(), :account, :phone, :name, :country, :timezone, :locale,
              :attributes::jsonb, :now, :now)
            ON CONFLICT (account_id, phone) DO UPDATE SET
              name = excluded.name, country = excluded.country, timezone = excluded.timezone,
              locale = excluded.locale, attributes = excluded.attributes, updated_at = excluded.updated_at
            -- Only a row that was there has a transaction that has changed it.
            RETURNING xmax = 0
            """)
        .param("account", accountId)
        .param("phone", phone)
        .param("name", details.name())
        .param("country", details.country())
        .param("timezone", details.timezone())
        .param("locale", details.locale())
        .param("attributes", json.writeValueAsString(details.attributes()))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /**
   * Returns the contacts that a {@code wa_id} may stand for, making one where there is none.
   *
   * @param phone E.164 with its plus sign
   */
  public List<UUID> meet(UUID accountId, String phone) {
    List<UUID> known = known(accountId, phone);
    if (!known.isEmpty()) {
      return known;
    }
    jdbc.sql(
            """
            INSERT INTO contacts (id, account_id, phone, created_at, updated_at)
            VALUES (gen_random_uuid(), :account, :phone, :now, :now) ON CONFLICT DO NOTHING
            """)
        .param("account", accountId)
        .param("phone", phone)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return known(accountId, phone);
  }

  private List<UUID> known(UUID accountId, String phone) {
    return jdbc.sql(
            """
            SELECT id FROM contacts
            WHERE account_id = :account AND phone = ANY (:phones) AND erased_at IS NULL ORDER BY phone
            """)
        .param("account", accountId)
        .param("phones", PhoneTwins.of(phone).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  private Contact read(ResultSet row, int number) throws SQLException {
    return new Contact(
        row.getObject("id", UUID.class),
        row.getString("phone"),
        row.getString("name"),
        row.getString("country"),
        row.getString("timezone"),
        row.getString("locale"),
        json.readValue(row.getString("attributes"), new TypeReference<>() {}),
        instant(row, "opt_in_at"),
        row.getString("opt_in_source"),
        instant(row, "opted_out_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
