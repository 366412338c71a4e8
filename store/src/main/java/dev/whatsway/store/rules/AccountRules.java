package dev.whatsway.store.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Quiet hours and frequency caps of accounts. Claims read the table themselves. */
@Repository
public class AccountRules {

  private final JdbcClient jdbc;
  private final RuleJson rules;
  private final Clock clock;

  public AccountRules(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.rules = new RuleJson(json);
    this.clock = clock;
  }

  /**
   * A rule as it stands.
   *
   * @param updatedAt null where none was ever put
   */
  public record Standing<T>(T rule, @Nullable Instant updatedAt) {}

  /** Returns the account's quiet hours. */
  public Standing<AccountQuietHours> quietHours(UUID accountId) {
    return jdbc.sql("SELECT * FROM account_rules WHERE account_id = :account")
        .param("account", accountId)
        .query(
            (row, number) ->
                new Standing<>(
                    rules.quietHours(row.getString("quiet_hours")), at(row, "quiet_hours_at")))
        .optional()
        .orElseGet(() -> new Standing<>(AccountQuietHours.NONE, null));
  }

  /** Replaces the account's quiet hours. */
  public void put(UUID accountId, AccountQuietHours quiet) {
    put(accountId, "quiet_hours", rules.write(quiet));
  }

  /** Returns the account's frequency caps. */
  public Standing<List<FrequencyCap>> caps(UUID accountId) {
    return jdbc.sql("SELECT * FROM account_rules WHERE account_id = :account")
        .param("account", accountId)
        .query(
            (row, number) ->
                new Standing<>(
                    rules.caps(row.getString("frequency_caps")), at(row, "frequency_caps_at")))
        .optional()
        .orElseGet(() -> new Standing<>(List.of(), null));
  }

  /** Replaces the account's frequency caps. */
  public void put(UUID accountId, List<FrequencyCap> caps) {
    put(accountId, "frequency_caps", rules.write(caps));
  }

  private void put(UUID accountId, String column, String value) {
    jdbc.sql(
            """
            INSERT INTO account_rules (account_id, %1$s, %1$s_at) VALUES (:account, :value::jsonb, :now)
            ON CONFLICT (account_id) DO UPDATE SET %1$s = excluded.%1$s, %1$s_at = excluded.%1$s_at
            """
                .formatted(column))
        .param("account", accountId)
        .param("value", value)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
