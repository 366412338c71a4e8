package dev.whatsway.api.command;

import dev.whatsway.store.account.Accounts;
import dev.whatsway.store.account.ApiKeys;
import java.time.Clock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The database with its schema and the two repositories a key needs; no Temporal, no web. Without
 * {@code @Configuration}, so that the server's scan does not take it in.
 */
@ImportAutoConfiguration({
  DataSourceAutoConfiguration.class,
  FlywayAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class
})
@Import({Accounts.class, ApiKeys.class})
class KeyConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
