package dev.whatsway.workers;

import dev.whatsway.store.StoreConfiguration;
import dev.whatsway.store.channel.EncryptionKeys;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The store on the tests' database, as Spring puts it together. */
public final class StoreContext {

  /** Returns it ready for use; to be closed. */
  public static AnnotationConfigApplicationContext open() {
    AnnotationConfigApplicationContext context = prepared();
    context.refresh();
    return context;
  }

  /** Returns it before its refresh, for a test that adds beans. */
  public static AnnotationConfigApplicationContext prepared() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("WHATSWAY_ENCRYPTION_KEY", EncryptionKeys.generate())));
    var database = EmbeddedPostgresExtension.dataSource();
    context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
    context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
    context.registerBean(JsonMapper.class, () -> new JsonMapper());
    context.register(StoreConfiguration.class);
    return context;
  }

  private StoreContext() {}
}
