package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.simulator.AcceptedSend;
import dev.whatsway.simulator.GraphSimulator;
import dev.whatsway.simulator.SimulatorOptions;
import dev.whatsway.simulator.SimulatorSummary;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three pacers, as three workers processes have, send two campaigns and transactional messages from
 * one number; the simulator says whether any limit was broken.
 */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(90)
class PacingTogetherTest {

  private static final int PROCESSES = 3;
  private static final int SENDERS = 4;
  private static final double PER_SECOND = 80;
  private static final Duration RUN = Duration.ofSeconds(8);
  private static final PacingSettings SETTINGS =
      new PacingSettings(Duration.ofMillis(250), Duration.ofSeconds(2));
  private static final String PHONE_NUMBER_ID = "106540352242922";

  private final HikariDataSource pool = pool();
  private final JdbcClient jdbc = JdbcClient.create(pool);
  private final JsonMapper json = new JsonMapper();
  private final List<Pacer> pacers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private GraphSimulator simulator;
  private Scenario scenario;

  @BeforeEach
  void start() throws Exception {
    simulator =
        GraphSimulator.start(
            SimulatorOptions.onFreePort()
                .withBehaviour(
                    """
                    {"templates": [{"name": "sale", "language": "en", "category": "MARKETING",
                      "status": "APPROVED",
                      "components": [{"type": "BODY", "text": "Hello {{1}}, sale today."}]}]}
                    """));
    scenario = new Scenario(JdbcClient.create(EmbeddedPostgresExtension.dataSource())).channel();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    pacers.forEach(Pacer::close);
    simulator.close();
    pool.close();
  }

  @Test
  void neverExceedsTheNumberAndSharesItFairly() throws Exception {
    List<UUID> people = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      people.add(scenario.contact());
    }
    Work first = new Work(messages("MARKETING", people));
    Work second = new Work(messages("MARKETING", people));
    Work urgent = new Work(messages("UTILITY", people.subList(0, 100)));
    long began = System.nanoTime();
    long end = began + RUN.toNanos();
    List<Future<Long>> waits = new ArrayList<>();
    List<Future<Long>> campaigns = new ArrayList<>();
    for (int process = 0; process < PROCESSES; process++) {
      MessageSendingActivities sending = process();
      for (int sender = 0; sender < SENDERS; sender++) {
        campaigns.add(threads.submit(sender(sending, first, Duration.ZERO, end)));
        campaigns.add(threads.submit(sender(sending, second, Duration.ZERO, end)));
      }
      waits.add(threads.submit(sender(sending, urgent, Duration.ofMillis(300), end)));
    }
    for (Future<Long> campaign : campaigns) {
      campaign.get();
    }
    long longest = 0;
    for (Future<Long> wait : waits) {
      longest = Math.max(longest, wait.get());
    }
    Duration lasted = Duration.ofNanos(System.nanoTime() - began);
    SimulatorSummary summary = simulator.summary();
    assertThat(summary.rateViolations()).isZero();
    assertThat(summary.pairViolations()).isZero();
    assertThat(simulator.sends(null))
        .extracting(AcceptedSend::bizOpaqueCallbackData)
        .doesNotHaveDuplicates();
    assertThat(summary.acceptedSends())
        .isEqualTo(first.accepted.get() + second.accepted.get() + urgent.accepted.get())
        .isLessThanOrEqualTo((long) (PER_SECOND * (lasted.toMillis() / 1_000.0)) + 1);
    // Slots are even; a call may be late on its way, by a quarter of a second at most say.
    assertThat(summary.peakPerSecond()).isLessThanOrEqualTo((long) (PER_SECOND * 1.25));
    assertThat(perTwoSeconds()).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(180));
    assertThat((double) first.accepted.get())
        .isCloseTo(second.accepted.get(), within(0.1 * second.accepted.get()));
    assertThat(urgent.accepted).hasPositiveValue();
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
  }

  private List<Integer> perTwoSeconds() {
    List<Instant> at = simulator.sends(null).stream().map(AcceptedSend::at).sorted().toList();
    List<Integer> counts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < at.size(); i++) {
      while (!at.get(from).isAfter(at.get(i).minusSeconds(2))) {
        from++;
      }
      counts.add(i - from + 1);
    }
    return counts;
  }

  /** Sends until the end, resting between two messages; returns the longest one took. */
  private Callable<Long> sender(
      MessageSendingActivities sending, Work work, Duration rest, long end) {
    return () -> {
      long longest = 0;
      UUID message;
      while (System.nanoTime() < end && (message = work.messages.poll()) != null) {
        long asked = System.nanoTime();
        if (sending.sendViaCloud(new SendCommand(message, 1, null))
            instanceof SendResult.Accepted) {
          work.accepted.incrementAndGet();
        }
        longest = Math.max(longest, System.nanoTime() - asked);
        LockSupport.parkNanos(rest.toNanos());
      }
      return longest;
    };
  }

  private Queue<UUID> messages(String category, List<UUID> people) {
    UUID campaign = scenario.campaign("running");
    jdbc.sql("UPDATE campaigns SET category = :category WHERE id = :id")
        .param("category", category)
        .param("id", campaign)
        .update();
    Queue<UUID> messages = new ConcurrentLinkedQueue<>();
    people.forEach(person -> messages.add(scenario.message(campaign, person)));
    return messages;
  }

  private MessageSendingActivities process() {
    Pacer pacer = new Pacer(new NumberPace(jdbc, SETTINGS.horizon()), SETTINGS.horizon());
    pacers.add(pacer);
    SendingChannels channels =
        id ->
            new SendingChannels.Line(
                simulator.url().toString(), PHONE_NUMBER_ID, "token", true, true);
    return SendPath.of(pool, pacer, SETTINGS, channels, new GraphClient());
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(EmbeddedPostgresExtension.dataSource());
    config.setMaximumPoolSize(20);
    return new HikariDataSource(config);
  }

  private record Work(Queue<UUID> messages, AtomicInteger accepted) {

    Work(Queue<UUID> messages) {
      this(messages, new AtomicInteger());
    }
  }
}
