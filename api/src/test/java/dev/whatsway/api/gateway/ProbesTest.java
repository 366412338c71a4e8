package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.gateway.SmartRouter.Category;
import dev.whatsway.store.template.TemplateCategories;
import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two instances of the api that meet the same unknown template. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(30)
class ProbesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
  private final TemplateCategories categories = new TemplateCategories(jdbc);
  private final CategoryCache one = new CategoryCache(categories, metrics);
  private final CategoryCache two = new CategoryCache(categories, metrics);
  private final Probes first = new Probes(one, metrics);
  private final Probes second = new Probes(two, metrics);
  private Key key;

  @BeforeEach
  void anAccount() {
    UUID account = UUID.randomUUID();
    jdbc.sql("INSERT INTO accounts (id, name, created_at) VALUES (?, 'test', now())")
        .param(account)
        .update();
    key = Key.of(account, "102290129340398", "news", "en-US");
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void one_probes_and_both_go_by_its_word() {
    Probes.Ticket probe = first.enter(key).join();
    assertThat(probe.category()).isEqualTo(Category.UNKNOWN);
    CompletableFuture<Probes.Ticket> here = first.enter(key);
    CompletableFuture<Probes.Ticket> there = second.enter(key);
    assertStillWaits(here);
    assertStillWaits(there);

    probe.learnt(true);
    one.learn(key, true);
    probe.close();

    assertThat(here.join().category()).isEqualTo(Category.MARKETING);
    assertThat(there.join().category()).isEqualTo(Category.MARKETING);
  }

  @Test
  void where_nothing_was_learnt_the_other_instance_probes() {
    Probes.Ticket probe = first.enter(key).join();
    CompletableFuture<Probes.Ticket> there = second.enter(key);
    assertStillWaits(there);
    probe.close();
    assertThat(there.join().category()).isEqualTo(Category.UNKNOWN);
    assertStillWaits(first.enter(key));
  }

  @Test
  void a_dead_instance_holds_nobody_up_for_ever() {
    first.enter(key).join();
    CompletableFuture<Probes.Ticket> there = second.enter(key);
    assertStillWaits(there);
    jdbc.sql("UPDATE template_categories SET probing_until = now() WHERE account_id = ?")
        .param(key.accountId())
        .update();
    assertThat(there.join().category()).isEqualTo(Category.UNKNOWN);
  }

  @Test
  void nobody_waits_longer_than_a_call_may_take() {
    Probes hasty = new Probes(two, metrics, Duration.ofMillis(200), MINUTE);
    first.enter(key).join();
    assertThat(hasty.enter(key).join().category()).isEqualTo(Category.UNKNOWN);
  }

  @Test
  void a_word_is_believed_for_an_hour() {
    categories.learn(key, false, TemplateCategories.Source.TRAFFIC);
    assertThat(second.enter(key).join().category()).isEqualTo(Category.OTHER);
    jdbc.sql(
            """
            UPDATE template_categories SET learnt_at = now() - interval '61 minutes'
            WHERE account_id = ?
            """)
        .param(key.accountId())
        .update();
    assertThat(second.enter(key).join().category()).isEqualTo(Category.UNKNOWN);
    categories.forget();
    assertStillWaits(first.enter(key));
  }

  private static void assertStillWaits(CompletableFuture<Probes.Ticket> ticket) {
    // It would be done by now if it were not held up: it has looked several times.
    assertThat(ticket.copy().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join()).isNull();
  }
}
