package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.campaign.BulkSending.BulkCommand;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.BulkSending.Remaining;
import dev.whatsway.contract.message.SendCommand;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ReceivingNumbers;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.message.LaneMessages;
import dev.whatsway.store.message.LaterLedger;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.QuietMessages;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.pacing.NumberPace;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.workers.GraphStub;
import dev.whatsway.workers.webhook.effect.PreferenceHandler;
import dev.whatsway.workers.webhook.effect.Senders;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opt-out not honoured everywhere: people press Stop in the middle of a campaign, some 20 ms before
 * their turn. Meta's webhook is handled while sends go on; whoever had no attempt when it was in
 * effect must get nothing.
 */
@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(300)
class OptOutMidCampaignTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration HORIZON = Duration.ofMillis(250);

  /** A thousand a second: 20 messages are 20 ms. */
  private static final int AHEAD = 20;

  private final DataSource database = EmbeddedPostgresExtension.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
  private final JsonMapper json = new JsonMapper();
  private final GraphStub meta = new GraphStub();
  private final Pacer pacer = new Pacer(new NumberPace(jdbc, HORIZON), HORIZON);
  private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();
  private final List<String> phones = new ArrayList<>();
  private final Set<String> stoppedInTime = ConcurrentHashMap.newKeySet();
  private PreferenceHandler preferences;
  private Scenario scenario;
  private UUID campaign;

  @BeforeEach
  void aCampaign() {
    scenario = new Scenario(jdbc).channel();
    jdbc.sql("UPDATE channels SET throughput = 1000").update();
    campaign = scenario.campaign("running");
    MarketingPreferences stored = new MarketingPreferences(jdbc, transactions, CLOCK);
    Identities identities = new Identities(jdbc, stored, CLOCK);
    preferences =
        new PreferenceHandler(
            new ReceivingNumbers(jdbc),
            identities,
            new Senders(
                identities,
                new Contacts(jdbc, json, CLOCK),
                SuppressionList.of(jdbc, transactions, CLOCK),
                stored),
            stored,
            new SimpleMeterRegistry());
    meta.answers(
        call -> {
          int ordinal = ordinals.get(json.readTree(call.body()).path("to").asString());
          if (ordinal % 40 == 0 && ordinal + AHEAD < phones.size()) {
            pressStop(ordinal + AHEAD);
          }
          return meta.accepted();
        });
  }

  @AfterEach
  void close() {
    pacer.close();
    meta.close();
  }

  @Test
  void sendsNothingToWhoeverPressedStop20MsBeforeTheirTurnInALedgerCampaignOf10000() {
    people(10_000);

    BulkResult result =
        new BulkPass(tools(), new Campaigns(jdbc, json).get(campaign), channel(), lane())
            .run(() -> {});

    assertThat(result.remaining()).isIn(Remaining.NOTHING, Remaining.MORE);
    assertNothingWasSentToThem(10_000);
  }

  @Test
  void sendsNothingToThemWhereEachMessageHasItsWorkflow() throws Exception {
    people(800);
    MessageSendingActivities sending =
        SendPath.of(
            database,
            pacer,
            new PacingSettings(HORIZON, Duration.ofSeconds(2)),
            id -> line(),
            new GraphClient());
    List<UUID> messages =
        jdbc.sql("SELECT id FROM messages ORDER BY ordinal").query(UUID.class).list();
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int m = next.getAndIncrement();
                      m < messages.size();
                      m = next.getAndIncrement()) {
                    sending.sendViaCloud(new SendCommand(messages.get(m), 1, null));
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertNothingWasSentToThem(800);
  }

  /** As Meta's webhook comes in, on a thread of its own, while the campaign goes on. */
  private void pressStop(int ordinal) {
    String phone = phones.get(ordinal);
    preferences.handle(
        new PendingEvent(
            1, EventKind.PREFERENCE, scenario.channel.toString(), "", CLOCK.instant(), 1),
        new Preference(
            scenario.channel.toString(), phone, null, null, Choice.STOP, CLOCK.instant()));
    boolean claimed =
        jdbc.sql(
                """
                SELECT EXISTS (SELECT FROM attempts a JOIN messages m ON m.id = a.message_id
                  WHERE m.campaign_id = :campaign AND m.ordinal = :ordinal)
                """)
            .param("campaign", campaign)
            .param("ordinal", ordinal)
            .query(Boolean.class)
            .single();
    if (!claimed) {
      stoppedInTime.add(phone);
    }
  }

  private void assertNothingWasSentToThem(int planned) {
    List<String> written =
        meta.calls().stream()
            .map(call -> json.readTree(call.body()).path("to").asString())
            .toList();
    assertThat(stoppedInTime).as("who stopped before their claim").isNotEmpty();
    assertThat(written).doesNotContainAnyElementsOf(stoppedInTime).doesNotHaveDuplicates();
    Map<String, Integer> statuses =
        jdbc
            .sql(
                "SELECT status || COALESCE(':' || skip_reason, '') AS s, count(*) AS n FROM messages GROUP BY 1")
            .query((row, number) -> Map.entry(row.getString("s"), row.getInt("n")))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(statuses)
        .isEqualTo(
            Map.of(
                "accepted",
                planned - stoppedInTime.size(),
                "skipped:opted-out",
                stoppedInTime.size()));
  }

  private void people(int count) {
    for (int i = 0; i < count; i++) {
      String phone = Scenario.phone();
      ordinals.put(phone, i);
      phones.add(phone);
    }
    jdbc.sql(
            """
            WITH people AS (
              INSERT INTO contacts (id, account_id, phone, opt_in_at, created_at, updated_at)
              SELECT gen_random_uuid(), :account, p.phone, now() - interval '1 day', now(), now()
              FROM unnest(:phones) AS p (phone) RETURNING id, phone)
            INSERT INTO messages (id, campaign_id, ordinal, contact_id, channel_id, recipient_number,
              message_type, template_name, template_language, variables, status, created_at, updated_at)
            SELECT gen_random_uuid(), :campaign, p.ordinal - 1, k.id, :channel, k.phone, 'template', 'sale',
              'en', '{"1": "Ana"}', 'queued', now(), now()
            FROM unnest(:phones) WITH ORDINALITY AS p (phone, ordinal) JOIN people k ON k.phone = p.phone
            """)
        .param("account", scenario.account)
        .param("phones", phones.toArray(String[]::new))
        .param("campaign", campaign)
        .param("channel", scenario.channel)
        .update();
  }

  private BulkCommand lane() {
    return new BulkCommand(campaign, 0, phones.size());
  }

  private SendingChannels.Line line() {
    return new SendingChannels.Line(meta.url(), "line-1", "token", true, true);
  }

  private BulkTools tools() {
    GraphCalls calls = new GraphCalls(new GraphClient(), id -> line(), json);
    return new BulkTools(
        new NumberTurns(new PaceAsks(jdbc), pacer, new PacingSettings(HORIZON, HORIZON)),
        new LaneMessages(jdbc, CLOCK),
        new QuietMessages(jdbc, transactions, json, CLOCK),
        new SendLedger(
            jdbc, transactions, SuppressionList.of(jdbc, transactions, CLOCK), json, CLOCK),
        new OutcomeLedger(jdbc, transactions, CLOCK),
        new LaterLedger(jdbc, transactions, CLOCK),
        calls,
        new Answers(new Backoff(new Random(1)), json),
        new Stopping(
            new Stops(jdbc, transactions, CLOCK),
            new CampaignLines(jdbc),
            calls,
            new Backoff(new Random(1))),
        new Persistence(CLOCK),
        CLOCK,
        40);
  }

  private Channel channel() {
    return new Channel(
        scenario.channel,
        scenario.account,
        "Shop",
        "+4915112345678",
        "line-1",
        "waba",
        null,
        true,
        100,
        "auto",
        "definite",
        UnknownPolicy.GIVE_UP,
        1000,
        true,
        true,
        "connected",
        null,
        "GREEN",
        null,
        null,
        null,
        Scenario.NOW,
        Scenario.NOW);
  }
}
