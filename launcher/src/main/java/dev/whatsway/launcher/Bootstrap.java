package dev.whatsway.launcher;

import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.store.account.Accounts;
import dev.whatsway.store.account.ApiKeys;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the database needs before the applications start: schema, an account, API keys. */
final class Bootstrap {

  private static final String LAUNCHER_KEY = "launcher-api-key";
  private static final String FIRST_KEY_SHOWN = "first-key-shown";

  private final DataFolder data;
  private final DriverManagerDataSource dataSource;
  private final Accounts accounts;
  private final ApiKeys keys;

  Bootstrap(DataFolder data, PostgresCluster postgres, Clock clock) {
    this.data = data;
    this.dataSource =
        new DriverManagerDataSource(postgres.jdbcUrl(), PostgresCluster.USER, postgres.password());
    JdbcClient jdbc = JdbcClient.create(dataSource);
    this.accounts = new Accounts(jdbc, clock);
    this.keys = new ApiKeys(jdbc, clock);
  }

  void migrate() {
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  /**
   * The key for a person, made the first time and then never again: only its hash is kept.
   *
   * @return null when an earlier run has shown it
   */
  @Nullable String firstKey() {
    UUID account = accounts.defaultAccount();
    if (account.toString().equals(data.secret(FIRST_KEY_SHOWN))) {
      return null;
    }
    String key = keys.issue(account, "first key");
    data.writeSecret(FIRST_KEY_SHOWN, account.toString());
    return key;
  }

  /**
   * The launcher's own key, for the demo and for {@code --info}. It stays in the data folder in a
   * file of mode 0600, beside the encryption key and the database's password.
   */
  String launcherKey() {
    String kept = data.secret(LAUNCHER_KEY);
    Optional<UUID> account = kept == null ? Optional.empty() : keys.accountOf(kept);
    if (kept != null && account.isPresent()) {
      return kept;
    }
    String key = keys.issue(accounts.defaultAccount(), "launcher");
    data.writeSecret(LAUNCHER_KEY, key);
    return key;
  }
}
