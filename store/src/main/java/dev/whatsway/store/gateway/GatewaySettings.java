package dev.whatsway.store.gateway;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What an account asks of the gateway. */
@Repository
public class GatewaySettings {

  private final JdbcClient jdbc;

  public GatewaySettings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The settings of an account.
   *
   * @param routing {@code auto} or {@code cloud_only}
   * @param keepMessages whether what its clients send is kept, encrypted
   */
  public record Settings(String routing, boolean keepMessages) {

    /** What holds unless an account says otherwise. */
    public static final Settings USUAL = new Settings("auto", false);
  }

  /** Returns the account's settings; the usual ones where there is no such account. */
  public Settings of(UUID accountId) {
    return jdbc.sql(
            "SELECT gateway_routing, gateway_keeps_messages FROM accounts WHERE id = :account")
        .param("account", accountId)
        .query((row, number) -> new Settings(row.getString(1), row.getBoolean(2)))
        .optional()
        .orElse(Settings.USUAL);
  }

  /**
   * Stores settings.
   *
   * @param routing {@code auto} or {@code cloud_only}
   * @param keepMessages null to leave it as it is
   */
  public void put(UUID accountId, String routing, @Nullable Boolean keepMessages) {
    jdbc.sql(
            """
            UPDATE accounts SET gateway_routing = :routing,
              gateway_keeps_messages = COALESCE(:keep, gateway_keeps_messages)
            WHERE id = :account
            """)
        .param("routing", routing)
        .param("keep", keepMessages)
        .param("account", accountId)
        .update();
  }
}
