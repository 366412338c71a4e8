package dev.whatsway.store.account;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts. An installation for one machine has exactly one. */
@Repository
public class Accounts {

  private final JdbcClient jdbc;
  private final Clock clock;

  public Accounts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the oldest account, making one named {@code default} when there is none. */
  public UUID defaultAccount() {
    return jdbc.sql("SELECT id FROM accounts ORDER BY created_at, id LIMIT 1")
        .query(UUID.class)
        .optional()
        .orElseGet(this::create);
  }

  private UUID create() {
    UUID id = UUID.randomUUID();
    jdbc.sql("INSERT INTO accounts (id, name, created_at) VALUES (:id, 'default', :now)")
        .param("id", id)
        .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
    return id;
  }
}
