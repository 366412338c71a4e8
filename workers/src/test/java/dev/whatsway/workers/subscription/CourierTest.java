package dev.whatsway.workers.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.whatsway.store.subscription.Deliveries;
import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.HostNames;
import dev.whatsway.store.subscription.SigningSecrets;
import dev.whatsway.store.subscription.Subscription;
import dev.whatsway.store.subscription.Subscriptions;
import dev.whatsway.store.subscription.TargetRules;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.TestSecrets;
import dev.whatsway.workers.subscription.Receiver.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Real events from a real PostgreSQL to real servers on loopback. */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class CourierTest {

  private static final int SHARE = 4;
  private static final HostNames SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  // The library's verifier compares with the real time.
  private final SettableClock clock = new SettableClock(Clock.systemUTC().instant());
  private final JsonMapper json = new JsonMapper();
  private final Deliveries deliveries = new Deliveries(jdbc, clock);
  private final Subscriptions subscriptions = new Subscriptions(jdbc, TestSecrets.box(), clock);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ReceiverClient client = new ReceiverClient(Duration.ofMillis(700));
  private final Receiver receiver = new Receiver();
  private final CountDownLatch release = new CountDownLatch(1);
  private Courier courier = courier(new TargetRules("127.0.0.0/8", SYSTEM));
  private Scenario scenario;
  private UUID message;

  @BeforeEach
  void aMessage() {
    scenario = new Scenario(jdbc).channel();
    message = scenario.message(scenario.campaign("running"), scenario.contact());
  }

  @AfterEach
  void stop() {
    release.countDown();
    courier.close();
    client.close();
    receiver.close();
  }

  @Test
  void an_event_comes_signed_so_that_a_verifier_of_Standard_Webhooks_takes_it() throws Exception {
    String secret = SigningSecrets.generate();
    subscribe(receiver.url("/hook"), secret);
    happens("status = 'read', read_at = :at");

    carry(() -> receiver.received("/hook").size() == 1 && !courier.busy());

    Received event = receiver.received("/hook").get(0);
    assertThatCode(() -> new Webhook(secret).verify(event.body(), event.headers()))
        .doesNotThrowAnyException();
    assertThat(event.header("Content-Type")).startsWith("application/json");
    assertThat(event.header("webhook-id"))
        .isEqualTo(jdbc.sql("SELECT event_id::text FROM deliveries").query(String.class).single());
    var body = json.readTree(event.body());
    assertThat(body.path("type").asString()).isEqualTo("message.read");
    assertThat(body.path("timestamp").asString()).isNotBlank();
    assertThat(body.path("data").path("message_id").asString()).isEqualTo(message.toString());
    String phone = jdbc.sql("SELECT recipient_number FROM messages").query(String.class).single();
    assertThat(event.body()).doesNotContain(phone.substring(1));
    assertThat(state()).isEqualTo("delivered");
    assertThat(meters.counter("whatsway.subscription.tries", "result", "delivered").count())
        .isEqualTo(1);
  }

  @Test
  void a_replayed_signature_and_a_changed_body_or_time_are_refused_by_the_verifier() {
    SigningSecrets secrets = new SigningSecrets(List.of(SigningSecrets.generate()));
    Webhook verifier = new Webhook(secrets.secrets().get(0));
    UUID id = subscribe(receiver.url("/"), secrets.secrets().get(0));
    happens("status = 'read', read_at = :at");
    Delivery delivery = deliveries.claim(id, 1, Duration.ofMinutes(1)).get(0);

    SignedEvent recorded =
        SignedEvent.of(json, delivery, secrets, clock.instant().minus(Duration.ofMinutes(6)));
    assertThatThrownBy(() -> verifier.verify(recorded.body(), headers(recorded)))
        .isInstanceOf(WebhookVerificationException.class)
        .hasMessageContaining("too old");

    Map<String, List<String>> refreshed = headers(recorded);
    refreshed.put("webhook-timestamp", List.of(Long.toString(clock.instant().getEpochSecond())));
    assertThatThrownBy(() -> verifier.verify(recorded.body(), refreshed))
        .isInstanceOf(WebhookVerificationException.class);

    SignedEvent fresh = SignedEvent.of(json, delivery, secrets, clock.instant());
    assertThatThrownBy(() -> verifier.verify(fresh.body().replace("read", "sent"), headers(fresh)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatCode(() -> verifier.verify(fresh.body(), headers(fresh))).doesNotThrowAnyException();
  }

  @Test
  void while_a_secret_is_replaced_both_the_old_and_the_new_one_verify() throws Exception {
    String old = SigningSecrets.generate();
    String next = SigningSecrets.generate();
    subscriptions.rotate(subscribe(receiver.url("/hook"), old), next);
    happens("status = 'read', read_at = :at");
    carry(() -> receiver.received("/hook").size() == 1);
    Received event = receiver.received("/hook").get(0);
    new Webhook(old).verify(event.body(), event.headers());
    new Webhook(next).verify(event.body(), event.headers());
  }

  @Test
  void a_slow_receiver_never_delays_another_even_on_the_same_host() {
    receiver.at("/slow", exchange -> untilReleased());
    UUID slow = subscribe(receiver.url("/slow"), SigningSecrets.generate());
    UUID fast = subscribe(receiver.url("/fast"), SigningSecrets.generate());
    jdbc.sql("DELETE FROM deliveries").update();
    pending(slow, 50);
    pending(fast, 50);
    Courier patient = courier(new TargetRules("127.0.0.0/8", SYSTEM), new ReceiverClient());
    try {
      carry(patient, () -> receiver.received("/fast").size() == 50);
      assertThat(receiver.received("/slow")).as("as many as are its share").hasSize(SHARE);
    } finally {
      release.countDown();
      carry(patient, () -> receiver.received("/slow").size() == 50);
      patient.close();
    }
  }

  @Test
  void a_receiver_that_never_ends_its_answer_is_given_up_in_time() {
    receiver.at("/silent", exchange -> untilReleased());
    receiver.at(
        "/dripping",
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          while (!released(50)) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
          }
        });
    subscribe(receiver.url("/silent"), SigningSecrets.generate());
    subscribe(receiver.url("/dripping"), SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    carry(() -> errors().stream().filter(error -> !error.isEmpty()).count() == 2);
    assertThat(errors()).contains("No answer in time.");
  }

  @Test
  void an_endless_answer_is_not_read_and_its_status_counts() {
    receiver.at(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] page = new byte[32 * 1024];
          while (!released(0)) {
            exchange.getResponseBody().write(page);
          }
        });
    subscribe(receiver.url("/endless"), SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    carry(() -> state().equals("delivered"));
  }

  @Test
  void ssrf_a_redirect_is_not_followed() {
    try (Receiver inside = new Receiver()) {
      receiver.at(
          "/hook",
          exchange -> {
            exchange.getResponseHeaders().add("Location", inside.url("/secrets"));
            exchange.sendResponseHeaders(307, -1);
          });
      subscribe(receiver.url("/hook"), SigningSecrets.generate());
      happens("status = 'read', read_at = :at");
      carry(() -> errors().contains("The receiver answered 307."));
      assertThat(inside.received("/secrets")).isEmpty();
      assertThat(state()).isEqualTo("pending");
    }
  }

  @Test
  void ssrf_a_name_that_comes_to_mean_loopback_after_it_was_checked_is_not_connected_to() {
    AtomicReference<String> address = new AtomicReference<>("93.184.215.14");
    TargetRules rules = new TargetRules("", host -> List.of(InetAddress.getByName(address.get())));
    String url = "https://rebinding.example.com:" + receiver.port() + "/hook";
    assertThatCode(() -> rules.check(url)).doesNotThrowAnyException();
    address.set("127.0.0.1");
    subscribe(url, SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    courier.close();
    courier = courier(rules);

    carry(() -> errors().stream().anyMatch(error -> error.contains("public internet")));

    assertThat(receiver.received("/hook")).isEmpty();
  }

  @Test
  void ssrf_the_connection_goes_to_the_address_that_was_checked_and_no_name_is_looked_up_again() {
    List<String> asked = new ArrayList<>();
    TargetRules rules =
        new TargetRules(
            "127.0.0.0/8",
            host -> {
              asked.add(host);
              return List.of(InetAddress.getByName("127.0.0.1"));
            });
    courier.close();
    courier = courier(rules);
    // No name server knows it, so only the checked address can have been used.
    subscribe("http://receiver.invalid:" + receiver.port() + "/hook", SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    carry(() -> receiver.received("/hook").size() == 1);
    assertThat(asked).containsExactly("receiver.invalid");
    assertThat(receiver.received("/hook").get(0).header("Host"))
        .isEqualTo("receiver.invalid:" + receiver.port());
  }

  @Test
  void after_three_days_of_failures_a_delivery_is_a_dead_letter_that_can_be_replayed() {
    receiver.at("/hook", Receiver.status(503));
    UUID id = subscribe(receiver.url("/hook"), SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    Instant first = clock.instant();

    for (int tries = 1; tries < Pauses.TRIES; tries++) {
      int so = tries;
      carry(() -> receiver.received("/hook").size() == so && !courier.busy());
      assertThat(state()).isEqualTo("pending");
      clock.pass(
          Duration.between(
              clock.instant(),
              jdbc.sql("SELECT due_at FROM deliveries")
                  .query(java.time.OffsetDateTime.class)
                  .single()
                  .toInstant()));
    }
    carry(() -> state().equals("dead"));

    assertThat(Duration.between(first, clock.instant()).toHours()).isCloseTo(72, within(8L));
    assertThat(receiver.received("/hook")).hasSize(Pauses.TRIES);
    assertThat(
            receiver.received("/hook").stream()
                .map(request -> request.header("webhook-id"))
                .distinct())
        .as("every try carries the same id")
        .hasSize(1);
    Delivery dead = deliveries.dead(id, -1, 10).get(0);
    assertThat(dead.httpStatus()).isEqualTo(503);

    receiver.at("/hook", Receiver.status(200));
    assertThat(deliveries.replay(id, dead.id())).isTrue();
    carry(() -> state().equals("delivered"));
    assertThat(receiver.received("/hook").get(Pauses.TRIES).header("webhook-id"))
        .isEqualTo(dead.eventId().toString());
  }

  @Test
  void a_receiver_that_is_gone_disables_its_subscription() {
    receiver.at("/hook", Receiver.status(410));
    UUID id = subscribe(receiver.url("/hook"), SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    carry(() -> state().equals("dead"));
    Subscription subscription = subscriptions.find(scenario.account, id).orElseThrow();
    assertThat(subscription.status()).isEqualTo("disabled");
    assertThat(subscription.statusReason()).contains("410");
    happens("clicked_at = :at");
    assertThat(jdbc.sql("SELECT count(*) FROM deliveries").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test
  void a_receiver_that_nobody_runs_is_tried_again() {
    String url = receiver.url("/hook");
    receiver.close();
    subscribe(url, SigningSecrets.generate());
    happens("status = 'read', read_at = :at");
    carry(() -> errors().stream().anyMatch(error -> error.startsWith("No answer")));
    assertThat(state()).isEqualTo("pending");
  }

  @Test
  void pauses_grow_to_three_days_and_differ() {
    List<Duration> some = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      some.add(Pauses.after(4));
    }
    // Two of a hundred may well fall on the same of 360,000 milliseconds.
    assertThat(Set.copyOf(some)).hasSizeGreaterThan(90);
    assertThat(some)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofMinutes(27), Duration.ofMinutes(33)));
    assertThat(Pauses.after(Pauses.TRIES)).isNull();
  }

  private void untilReleased() {
    while (!released(1_000)) {
      Thread.onSpinWait();
    }
  }

  private boolean released(long millis) {
    try {
      return release.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private Courier courier(TargetRules rules) {
    return courier(rules, client);
  }

  private Courier courier(TargetRules rules, ReceiverClient through) {
    return new Courier(
        deliveries,
        subscriptions,
        rules,
        new EventSender(through, json, clock),
        meters,
        clock,
        SHARE);
  }

  private void carry(BooleanSupplier done) {
    carry(courier, done);
  }

  private static void carry(Courier courier, BooleanSupplier done) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              courier.round();
              courier.await(Duration.ofMillis(20));
              courier.record();
              return done.getAsBoolean();
            });
  }

  private UUID subscribe(String url, String secret) {
    UUID id = UUID.randomUUID();
    subscriptions.insert(
        new Subscription(
            id,
            scenario.account,
            url,
            List.of("message.read", "message.clicked"),
            Subscription.ACTIVE,
            null,
            clock.instant(),
            clock.instant()),
        secret);
    return id;
  }

  private void happens(String columns) {
    jdbc.sql("UPDATE messages SET updated_at = :at, " + columns + " WHERE id = :id")
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .param("id", message)
        .update();
  }

  private void pending(UUID subscription, int count) {
    jdbc.sql(
            """
            INSERT INTO deliveries (subscription_id, event_id, type, occurred_at, data, due_at,
              created_at)
            SELECT ?, gen_random_uuid(), 'message.read', now(), '{}', ?, now()
            FROM generate_series(1, ?)
            """)
        .params(subscription, clock.instant().atOffset(ZoneOffset.UTC), count)
        .update();
  }

  private String state() {
    return jdbc.sql("SELECT state FROM deliveries ORDER BY id LIMIT 1")
        .query(String.class)
        .single();
  }

  private List<String> errors() {
    return jdbc.sql("SELECT COALESCE(error, '') FROM deliveries").query(String.class).list();
  }

  private static Map<String, List<String>> headers(SignedEvent event) {
    return event.headers().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
  }
}
