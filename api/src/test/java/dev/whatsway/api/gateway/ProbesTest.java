package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whatsway.api.gateway.SmartRouter.Category;
import dev.whatsway.store.template.TemplateCategories;
import dev.whatsway.store.template.TemplateCategories.Key;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    one.learn(key, true, System.nanoTime());
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
    // Here one has taught nothing already: two at once go by now, without the other's lease.
    first.enter(key).join();
    first.enter(key).join();
    assertStillWaits(first.enter(key));
  }

  @Test
  void each_probe_that_teaches_nothing_makes_room_for_two() {
    List<CompletableFuture<Probes.Ticket>> crowd = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      crowd.add(first.enter(key));
    }
    List<Integer> rounds = new ArrayList<>();
    while (!crowd.isEmpty()) {
      int expected = Math.min(crowd.size(), 1 << rounds.size());
      await().until(() -> crowd.stream().filter(CompletableFuture::isDone).count() >= expected);
      List<CompletableFuture<Probes.Ticket>> round =
          crowd.stream().filter(CompletableFuture::isDone).toList();
      rounds.add(round.size());
      crowd.removeAll(round);
      round.forEach(ticket -> ticket.join().taughtNothing());
      round.forEach(ticket -> ticket.join().close());
    }
    assertThat(rounds).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 245);
  }

  @Test
  void the_next_ones_do_not_wait_for_the_rest_of_a_send() {
    Probes.Ticket probe = first.enter(key).join();
    CompletableFuture<Probes.Ticket> next = first.enter(key);
    assertStillWaits(next);
    probe.taughtNothing();
    assertThat(next.join().category()).isEqualTo(Category.UNKNOWN);
    // A word of one of several holds for all who wait.
    first.enter(key).join();
    CompletableFuture<Probes.Ticket> last = first.enter(key);
    assertStillWaits(last);
    next.join().learnt(false);
    assertThat(last.join().category()).isEqualTo(Category.OTHER);
  }

  @Test
  void who_gave_up_waiting_takes_no_place() {
    Probes hasty = new Probes(two, metrics, Duration.ofMillis(200), MINUTE);
    Probes.Ticket probe = hasty.enter(key).join();
    List<CompletableFuture<Probes.Ticket>> tired =
        Stream.generate(() -> hasty.enter(key)).limit(20).toList();
    tired.forEach(ticket -> ticket.join().close());
    probe.close();
    // Two places and no more: a lost or a doubled one would show.
    CompletableFuture<Probes.Ticket> a = hasty.enter(key);
    CompletableFuture<Probes.Ticket> b = hasty.enter(key);
    CompletableFuture.allOf(a, b).join();
    CompletableFuture<Probes.Ticket> c = hasty.enter(key);
    assertThat(c.copy().completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).join()).isNull();
    a.join().learnt(true);
    assertThat(c.join().category()).isEqualTo(Category.MARKETING);
  }

  @Test
  void after_a_quiet_time_one_probes_again() {
    Probes forgetful = new Probes(two, metrics, Duration.ofSeconds(25), Duration.ofNanos(1));
    forgetful.enter(key).join().close();
    forgetful.enter(key).join();
    assertStillWaits(forgetful.enter(key));
  }

  @Test
  void a_late_release_frees_no_other_lease() {
    UUID late = UUID.randomUUID();
    assertThat(categories.lease(key, late, Duration.ofMillis(1))).isTrue();
    UUID next = UUID.randomUUID();
    await().until(() -> categories.lease(key, next, MINUTE));
    categories.release(key, late);
    assertThat(categories.lease(key, late, MINUTE)).isFalse();
    categories.release(key, next);
    assertThat(categories.lease(key, late, MINUTE)).isTrue();
  }

  @Test
  void a_word_that_was_not_kept_frees_the_lease() {
    Probes.Ticket probe = first.enter(key).join();
    probe.learnt(true);
    // As where learn could not reach PostgreSQL: nothing is stored.
    probe.close();
    assertThat(second.enter(key).join().category()).isEqualTo(Category.UNKNOWN);
  }

  @Test
  void a_locked_row_holds_up_no_write_and_no_look_up() throws SQLException {
    UUID holder = UUID.randomUUID();
    categories.lease(key, holder, MINUTE);
    try (Connection lock = EmbeddedPostgresExtension.dataSource().getConnection()) {
      lock.setAutoCommit(false);
      try (Statement statement = lock.createStatement()) {
        statement.execute("SELECT 1 FROM template_categories FOR UPDATE");
      }
      assertThatThrownBy(() -> categories.lease(key, holder, MINUTE)).hasMessageContaining("lock");
      assertThatThrownBy(() -> categories.release(key, holder)).hasMessageContaining("lock");
      assertThatThrownBy(() -> categories.learn(key, true, TemplateCategories.Source.TRAFFIC))
          .hasMessageContaining("lock");
      for (int i = 0; i < 20; i++) {
        one.learn(key, true, System.nanoTime());
      }
      assertThat(one.lease(key, UUID.randomUUID(), MINUTE).join()).isNull();
      assertThat(one.find(key).join()).isNotNull();
      lock.rollback();
    }
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

  @Test
  void what_meta_has_told_during_a_call_is_newer_than_what_the_call_taught() {
    Duration before = Duration.ofMinutes(1);
    categories.learn(key, false, TemplateCategories.Source.WEBHOOK);
    categories.learn(key, true, TemplateCategories.Source.TRAFFIC, before);
    assertThat(categories.find(key).marketing()).isFalse();

    categories.learn(key, true, TemplateCategories.Source.TRAFFIC, Duration.ZERO);
    assertThat(categories.find(key).marketing()).as("a later call").isTrue();
    categories.learn(key, false, TemplateCategories.Source.TRAFFIC, before);
    assertThat(categories.find(key).marketing()).as("the word of another call").isFalse();
  }

  private static void assertStillWaits(CompletableFuture<Probes.Ticket> ticket) {
    // It would be done by now if it were not held up: it has looked several times.
    assertThat(ticket.copy().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join()).isNull();
  }
}
