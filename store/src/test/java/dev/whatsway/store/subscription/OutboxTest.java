package dev.whatsway.store.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.TestSecrets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class OutboxTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final SecretBox box = TestSecrets.box();
  private final Subscriptions subscriptions = new Subscriptions(jdbc, box, clock);
  private final Deliveries deliveries = new Deliveries(jdbc, clock);
  private final DeliveryRetention retention = new DeliveryRetention(jdbc);
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  @BeforeEach
  void aQueuedMessage() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
  }

  @Test
  void an_event_is_written_for_each_step_of_a_message_and_holds_ids_and_facts_only() {
    UUID subscription = subscribe("message.*");

    set("status = 'accepted', accepted_at = :at, route = 'cloud'");
    // Meta left out what lies between.
    set("status = 'read', sent_at = :at, delivered_at = :at, read_at = :at");
    set("clicked_at = :at");
    set("replied_at = :at");
    set("route = 'cloud', hold_reason = 'nothing anybody is told of'");

    assertThat(types(subscription))
        .containsExactly(
            "message.accepted",
            "message.sent",
            "message.delivered",
            "message.read",
            "message.clicked",
            "message.replied");
    JsonNode data = new JsonMapper().readTree(claim(subscription).get(0).data());
    assertThat(data.propertyNames())
        .containsExactlyInAnyOrder(
            "message_id", "campaign_id", "contact_id", "channel_id", "status", "route");
    assertThat(data.path("message_id").asString()).isEqualTo(message.toString());
  }

  @Test
  void ends_are_told_with_their_reason() {
    UUID subscription = subscribe("message.*");
    set("status = 'failed', failed_at = :at, error_code = 131026, error_title = 'Undeliverable'");
    set("status = 'skipped', skip_reason = 'opted-out'");
    set("status = 'expired'");
    set("status = 'unknown'");
    set("status = 'canceled', skip_reason = 'campaign-ended'");

    List<Delivery> told = claim(subscription);

    assertThat(told)
        .extracting(Delivery::type)
        .containsExactly(
            "message.failed",
            "message.skipped",
            "message.expired",
            "message.unknown",
            "message.canceled");
    assertThat(told.get(0).data()).contains("131026", "Undeliverable");
    assertThat(told.get(1).data()).contains("opted-out");
    assertThat(told.get(4).data()).contains("campaign-ended");
  }

  @Test
  void a_message_that_is_skipped_at_its_planning_is_told_too() {
    UUID subscription = subscribe("message.skipped");
    jdbc.sql(
            """
            INSERT INTO messages (id, campaign_id, ordinal, contact_id, channel_id,
              recipient_number, message_type, template_name, template_language, status,
              skip_reason, created_at, updated_at)
            SELECT gen_random_uuid(), campaign_id, 99, ?, channel_id, '+1', 'template',
              template_name, template_language, 'skipped', 'no-consent', created_at, updated_at
            FROM messages WHERE id = ?
            """)
        .params(scenario.contact(), message)
        .update();
    assertThat(claim(subscription))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.data()).contains("no-consent"));
  }

  @Test
  void a_campaign_is_told_of_whenever_its_status_changes() {
    UUID subscription = subscribe("campaign.*");
    for (String status : List.of("paused", "paused", "running", "completed")) {
      jdbc.sql("UPDATE campaigns SET status = ?, updated_at = updated_at WHERE id = ?")
          .params(status, campaign)
          .update();
    }
    assertThat(types(subscription))
        .containsExactly("campaign.paused", "campaign.running", "campaign.completed");
  }

  @Test
  void each_subscription_gets_what_it_asked_for_under_the_same_event_id() {
    UUID all = subscribe("message.*", "campaign.*");
    UUID reads = subscribe("message.read");
    Scenario stranger = new Scenario(jdbc);
    UUID foreign = subscribe(stranger.account, "message.*");

    set("status = 'read', delivered_at = :at, read_at = :at");

    assertThat(types(all)).containsExactly("message.delivered", "message.read");
    assertThat(types(reads)).containsExactly("message.read");
    assertThat(types(foreign)).isEmpty();
    assertThat(
            jdbc.sql("SELECT DISTINCT event_id FROM deliveries WHERE type = 'message.read'")
                .query(UUID.class)
                .list())
        .hasSize(1);
  }

  @Test
  void nothing_is_written_where_nobody_listens() {
    UUID disabled = subscribe("message.*");
    subscriptions.disable(disabled, "gone");
    UUID deleted = subscribe("message.*");
    subscriptions.delete(scenario.account, deleted);

    set("status = 'accepted', accepted_at = :at");

    assertThat(jdbc.sql("SELECT count(*) FROM deliveries").query(Integer.class).single()).isZero();
  }

  @Test
  void an_event_stands_and_falls_with_the_transaction_it_tells_of() {
    UUID subscription = subscribe("message.*");
    TransactionTemplate transaction =
        new TransactionTemplate(new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource()));
    transaction.executeWithoutResult(
        status -> {
          set("status = 'accepted', accepted_at = :at");
          status.setRollbackOnly();
        });
    assertThat(types(subscription)).isEmpty();
  }

  @Test
  void a_claim_is_a_lease_that_ends_and_a_late_result_of_it_counts_no_more() {
    UUID subscription = subscribe("message.*");
    set("status = 'accepted', accepted_at = :at");
    Delivery first = deliveries.claim(subscription, 10, LEASE).get(0);
    assertThat(deliveries.claim(subscription, 10, LEASE)).isEmpty();
    assertThat(deliveries.due()).isEmpty();

    clock.pass(LEASE.plusSeconds(1));
    Delivery again = deliveries.claim(subscription, 10, LEASE).get(0);
    assertThat(again.tries()).isEqualTo(2);
    assertThat(again.eventId()).isEqualTo(first.eventId());
    record(first, Delivery.DEAD);
    assertThat(deliveries.dead(subscription, -1, 10)).isEmpty();
    record(again, Delivery.DELIVERED);
    clock.pass(LEASE.plusSeconds(1));
    assertThat(deliveries.due()).isEmpty();
  }

  @Test
  void a_dead_letter_is_listed_and_comes_again_when_it_is_replayed() {
    UUID subscription = subscribe("message.*");
    set("status = 'accepted', accepted_at = :at");
    Delivery delivery = deliveries.claim(subscription, 1, LEASE).get(0);
    record(delivery, Delivery.DEAD);
    assertThat(deliveries.dead(subscription, -1, 10)).hasSize(1);
    assertThat(deliveries.dead(subscription, delivery.id(), 10)).isEmpty();
    assertThat(deliveries.replay(UUID.randomUUID(), delivery.id())).isFalse();

    assertThat(deliveries.replay(subscription, delivery.id())).isTrue();
    assertThat(deliveries.replay(subscription, delivery.id())).isFalse();
    assertThat(deliveries.claim(subscription, 1, LEASE))
        .singleElement()
        .satisfies(again -> assertThat(again.tries()).isEqualTo(1));
  }

  @Test
  void what_is_pending_for_a_disabled_subscription_becomes_a_dead_letter() {
    UUID subscription = subscribe("message.*");
    set("status = 'read', sent_at = :at, delivered_at = :at, read_at = :at, accepted_at = :at");
    subscriptions.disable(subscription, "The receiver answered 410.");
    assertThat(deliveries.due()).isEmpty();
    assertThat(deliveries.buryOfDisabled(3)).isEqualTo(3);
    assertThat(deliveries.buryOfDisabled(3)).isEqualTo(1);
    assertThat(deliveries.dead(subscription, -1, 10)).hasSize(4);
  }

  @Test
  void retention_clears_away_the_delivered_then_the_dead_and_all_of_a_deleted_subscription() {
    UUID subscription = subscribe("message.*");
    set("status = 'delivered', sent_at = :at, delivered_at = :at");
    set("clicked_at = :at");
    List<Delivery> claimed = deliveries.claim(subscription, 10, LEASE);
    record(claimed.get(0), Delivery.DELIVERED);
    record(claimed.get(1), Delivery.DEAD);
    clock.pass(Duration.ofHours(1));
    assertThat(retention.forgetDelivered(Scenario.NOW, 10)).isZero();
    assertThat(retention.forgetDelivered(clock.instant(), 10)).isEqualTo(1);
    assertThat(retention.forgetDead(clock.instant(), 10)).isEqualTo(1);
    assertThat(retention.forgetOfDeleted(10)).isZero();

    subscriptions.delete(scenario.account, subscription);
    clock.pass(Duration.ofHours(1));
    retention.forgetDeleted(clock.instant());
    assertThat(retention.forgetOfDeleted(10)).isEqualTo(1);
    retention.forgetDeleted(clock.instant().minus(Duration.ofHours(2)));
    assertThat(jdbc.sql("SELECT count(*) FROM subscriptions").query(Integer.class).single())
        .as("a transaction that saw it active may be open yet")
        .isEqualTo(1);
    retention.forgetDeleted(clock.instant());
    assertThat(jdbc.sql("SELECT count(*) FROM subscriptions").query(Integer.class).single())
        .isZero();
  }

  @Test
  void a_secret_is_encrypted_and_the_one_before_signs_along_for_a_day() {
    UUID subscription = subscribe("message.*");
    assertThat(
            new String(
                jdbc.sql("SELECT secret FROM subscriptions").query(byte[].class).single(),
                java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("whsec_");
    String next = SigningSecrets.generate();
    subscriptions.rotate(subscription, next);
    assertThat(subscriptions.secrets(subscription).secrets()).containsExactly(next, "whsec_MTIz");
    assertThat(subscriptions.secrets(subscription).toString()).doesNotContain("whsec_");
    clock.pass(Subscriptions.OVERLAP);
    assertThat(subscriptions.secrets(subscription).secrets()).containsExactly(next);
  }

  private void record(Delivery delivery, String state) {
    deliveries.record(
        List.of(new DeliveryResult(delivery.id(), delivery.tries(), state, null, 500, "error")));
  }

  private UUID subscribe(String... events) {
    return subscribe(scenario.account, events);
  }

  private UUID subscribe(UUID account, String... events) {
    UUID id = UUID.randomUUID();
    subscriptions.insert(
        new Subscription(
            id,
            account,
            "https://example.com/",
            List.of(events),
            Subscription.ACTIVE,
            null,
            Scenario.NOW,
            Scenario.NOW),
        "whsec_MTIz");
    return id;
  }

  private List<Delivery> claim(UUID subscription) {
    return deliveries.claim(subscription, 100, LEASE);
  }

  private List<String> types(UUID subscription) {
    return jdbc.sql("SELECT type FROM deliveries WHERE subscription_id = ? ORDER BY id")
        .param(subscription)
        .query(String.class)
        .list();
  }

  private void set(String columns) {
    jdbc.sql("UPDATE messages SET updated_at = :at, " + columns + " WHERE id = :id")
        .param("at", clock.instant().atOffset(java.time.ZoneOffset.UTC))
        .param("id", message)
        .update();
  }
}
