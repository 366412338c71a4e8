package dev.whatsway.api;

import dev.whatsway.api.temporal.CampaignCommands;
import dev.whatsway.api.temporal.ChannelCommands;
import dev.whatsway.api.temporal.RecurringSchedules;
import dev.whatsway.store.account.ApiKeys;
import dev.whatsway.store.channel.EncryptionKeys;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * The whole application over real HTTP and a real PostgreSQL; only Temporal is played, at {@link
 * CampaignCommands}.
 */
@ExtendWith(EmbeddedPostgresExtension.class)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      ApiApplication.CONFIG_NAME,
      "spring.temporal.connection.target=127.0.0.1:1",
      "whatsway.temporal-ui-url=http://temporal.test/",
      "whatsway.public-url=https://go.example.com/",
      "whatsway.api.max-json=64KB",
      "whatsway.api.max-listeners=2",
      "spring.main.banner-mode=off"
    })
public abstract class ApiTest {

  @LocalServerPort private int port;
  @Autowired protected JdbcClient jdbc;
  @Autowired private ApiKeys keys;
  @MockitoBean protected CampaignCommands commands;
  @MockitoBean protected ChannelCommands channelCommands;
  @MockitoBean protected RecurringSchedules recurringSchedules;

  protected Api api;
  protected UUID account;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", EmbeddedPostgresExtension::url);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("WHATSWAY_ENCRYPTION_KEY", EncryptionKeys::generate);
  }

  @BeforeEach
  void anAccount() {
    account = newAccount();
    api = new Api("http://127.0.0.1:" + port, keys.issue(account, "test"));
  }

  /** Another account's view of the same server. */
  protected Api stranger() {
    return new Api("http://127.0.0.1:" + port, keys.issue(newAccount(), "test"));
  }

  /** The same server, for whoever has this key. */
  protected Api with(String key) {
    return new Api("http://127.0.0.1:" + port, key);
  }

  private UUID newAccount() {
    UUID id = UUID.randomUUID();
    jdbc.sql("INSERT INTO accounts (id, name, created_at) VALUES (?, 'test', now())")
        .param(id)
        .update();
    return id;
  }
}
