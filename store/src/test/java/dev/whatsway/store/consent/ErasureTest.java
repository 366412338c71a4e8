package dev.whatsway.store.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Planned;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.message.StatusUpdate;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.store.window.ServiceWindows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class ErasureTest {

  private static final Clock CLOCK = Clock.fixed(Scenario.NOW, ZoneOffset.UTC);

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, CLOCK);
  private final SendLedger claims =
      new SendLedger(jdbc, transactions, suppressions, new JsonMapper(), CLOCK);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, CLOCK);
  private final StatusLedger statuses = new StatusLedger(jdbc, transactions, CLOCK);
  private final CampaignMessages messages = new CampaignMessages(jdbc, new JsonMapper(), CLOCK);
  private final MarketingPreferences preferences =
      new MarketingPreferences(jdbc, transactions, CLOCK);
  private final Identities identities = new Identities(jdbc, preferences, CLOCK);
  private final Inbox inbox =
      new Inbox(new JdbcTemplate(EmbeddedPostgresExtension.dataSource()), CLOCK);
  private final Erasure erasure = new Erasure(jdbc, transactions, suppressions, CLOCK);
  private final String phone = Scenario.phone();
  private final String wamid = wamid(phone);
  private Scenario scenario;
  private UUID campaign;
  private UUID contact;

  @BeforeEach
  void aPerson() {
    scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    contact = scenario.contact(phone, Scenario.NOW, null);
  }

  @Test
  void leavesNothingOfThePersonInAnyTable() {
    UUID sent = scenario.message(campaign, contact);
    outcomes.record(new AttemptOutcome.Accepted(claim(sent), 200, wamid));
    UUID queued = scenario.message(scenario.campaign("running"), contact);
    identities.learn(scenario.account, "US.abc", phone);
    preferences.optIn(
        scenario.account, phone, new Word(By.API, "form", "signed by " + phone, Scenario.NOW));
    new ServiceWindows(jdbc).opened(scenario.channel, List.of(contact), Scenario.NOW, true);
    receive(
        "status",
        "{\"recipient_id\":\"%s\",\"id\":\"%s\",\"status\":\"read\"}".formatted(digits(), wamid));
    receive(
        "message", "{\"text\":{\"body\":\"\\u0000 \\ud800\"},\"from\":\"%s\"}".formatted(digits()));
    receive("preference", "{\"user_id\":\"US.abc\",\"value\":\"stop\"}");
    receive("status", "{\"recipient_id\":\"15550000001\",\"status\":\"read\"}");
    journey();

    erasure.erase(scenario.account, phone);
    erasure.erase(scenario.account, phone);

    for (String table : tables()) {
      for (String trace : List.of(phone, digits(), wamid, "Ana", "US.abc")) {
        assertThat(
                jdbc.sql("SELECT count(*) FROM " + table + " t WHERE t::text LIKE ?")
                    .param("%" + trace + "%")
                    .query(Integer.class)
                    .single())
            .as(trace + " in " + table)
            .isZero();
      }
    }
    assertThat(jdbc.sql("SELECT state FROM inbox ORDER BY id").query(String.class).list())
        .containsExactly("done", "done", "done", "pending");
    assertThat(jdbc.sql("SELECT DISTINCT kind FROM journey_signals").query(String.class).list())
        .as("who is on their way looks again")
        .containsExactly("recheck");
    assertThat(status(sent)).isEqualTo("accepted");
    assertThat(skipped(queued)).isEqualTo("erased");
    assertThat(suppressions.find(scenario.account, phone)).isPresent();
    assertThat(suppressions.find(new Scenario(jdbc).account, phone)).isEmpty();
  }

  @Test
  void skipsItsQueuedMessagesOfEveryCategoryAndKeepsTheSum() {
    UUID queued = scenario.message(campaign, contact);
    jdbc.sql("UPDATE campaigns SET category = 'UTILITY'").update();

    erasure.erase(scenario.account, phone);

    assertThat(skipped(queued)).isEqualTo("erased");
    assertThat(status(queued)).isEqualTo("skipped");
    assertThat(counter("planned")).isEqualTo(counter("skipped")).isEqualTo(1);
  }

  @Test
  void keepsTheAnswerOfACallThatIsUnderWayWithoutItsWamid() {
    UUID sent = scenario.message(campaign, contact);
    UUID attempt = claim(sent);

    erasure.erase(scenario.account, phone);
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
    statuses.apply(update(attempt, Kind.DELIVERED));

    assertThat(status(sent)).isEqualTo("delivered");
    assertThat(jdbc.sql("SELECT wamid FROM messages").query(String.class).single())
        .isEqualTo("erased:" + sent);
    assertThat(jdbc.sql("SELECT wamid FROM attempts").query(String.class).single())
        .isEqualTo("erased:" + attempt);
    assertThat(counter("route:cloud")).isEqualTo(1);
  }

  @Test
  void letsALateFailureOfAnErasedPersonsMessageStillFailIt() {
    UUID sent = scenario.message(campaign, contact);
    UUID attempt = claim(sent);
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, wamid));
    erasure.erase(scenario.account, phone);

    statuses.apply(
        new StatusUpdate(
            attempt,
            wamid,
            new MessageEvent(Kind.FAILED, Scenario.NOW, new Failure(131026, "Undeliverable", null)),
            null,
            null));

    assertThat(status(sent)).isEqualTo("failed");
  }

  @Test
  void keepsAMessageWhoseAnswerIsLostUnknown() {
    UUID sent = scenario.message(campaign, contact);
    outcomes.record(new AttemptOutcome.Lost(claim(sent), null));
    erasure.erase(scenario.account, phone);

    SendResult result = ((Claim.Answered) claims.claim(sent, 2, Route.CLOUD)).result();

    assertThat(result).isEqualTo(new SendResult.NotSent(MessageStatus.UNKNOWN, "erased"));
  }

  @Test
  void plansNothingOfThePersonFromAPageThatWasReadBefore() {
    erasure.erase(scenario.account, phone);

    messages.plan(campaign, List.of(new Planned(0, contact, phone, Map.of("1", "Ana"), null)));

    assertThat(
            jdbc.sql("SELECT recipient_number || variables || status || skip_reason FROM messages")
                .query(String.class)
                .single())
        .isEqualTo("erased{}skippederased");
  }

  @Test
  void suppressesTheNumberWhereverItIsImportedAgainUntilThatIsLifted() {
    erasure.erase(scenario.account, phone);
    UUID again = scenario.contact(phone, Scenario.NOW.plusSeconds(60), null);

    assertThat(skipped(scenario.message(campaign, again))).isEqualTo("suppressed");

    assertThat(suppressions.lift(scenario.account, phone)).isTrue();
    assertThat(suppressions.lift(scenario.account, phone)).isFalse();
    claim(scenario.message(scenario.campaign("running"), again));
  }

  @Test
  void erasesSomebodyWhoIsNotKnownBySuppressingThem() {
    String stranger = Scenario.phone();
    erasure.erase(scenario.account, stranger);
    assertThat(suppressions.find(scenario.account, stranger)).get().matches(Suppression::erased);
  }

  @Test
  void refusesNoEventForWhatItSaysOfItsPerson() {
    String endless = "x".repeat(500_000);
    receive("status", "{\"recipient_id\":\"" + endless + "\"}");
    receive("message", "{\"from\":\"" + endless + "\"}");
    receive("unreadable", "\"recipient_id\":\"" + endless);
    receive("message", "[{\"from\": 1}]");
    receive("other", "7");
    assertThat(jdbc.sql("SELECT count(*) FROM inbox").query(Integer.class).single()).isEqualTo(5);
  }

  private void journey() {
    jdbc.sql(
            """
            INSERT INTO journeys (campaign_id, ordinal, contact_id, plan_hash, status, step, event, frozen, created_at)
            VALUES (?, 0, ?, 'plan', 'active', 'wait', '{"friend": "Ana"}', '{"name": "Ana"}',
              now())
            """)
        .params(campaign, contact)
        .update();
    jdbc.sql(
            """
            INSERT INTO journey_orders (campaign_id, contact_id, at_step, action, reason, created_at)
            VALUES (?, ?, 'wait', 'skip', ?, now())
            """)
        .params(campaign, contact, phone + " called")
        .update();
  }

  private List<String> tables() {
    return jdbc.sql(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'flyway%'
            """)
        .query(String.class)
        .list();
  }

  private UUID claim(UUID message) {
    return ((Claim.Granted) claims.claim(message, 1, Route.CLOUD)).attemptId();
  }

  private String skipped(UUID message) {
    SendResult result = ((Claim.Answered) claims.claim(message, 1, Route.CLOUD)).result();
    return ((SendResult.NotSent) result).reason();
  }

  private StatusUpdate update(UUID attempt, Kind kind) {
    return new StatusUpdate(attempt, wamid, new MessageEvent(kind, Scenario.NOW, null), null, null);
  }

  private void receive(String kind, String item) {
    inbox.add(
        List.of(
            new ReceivedEvent(
                sha256(item),
                EventKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                scenario.channel.toString(),
                "{\"field\":\"messages\",\"item\":" + item + "}",
                null)));
  }

  private String digits() {
    return phone.substring(1);
  }

  private static String wamid(String phone) {
    return "wamid.HBgL"
        + Base64.getEncoder().encodeToString(phone.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String status(UUID message) {
    return jdbc.sql("SELECT status FROM messages WHERE id = ?")
        .param(message)
        .query(String.class)
        .single();
  }

  private long counter(String metric) {
    return jdbc.sql("SELECT COALESCE(sum(n), 0) FROM campaign_counters WHERE metric = ?")
        .param(metric)
        .query(Long.class)
        .single();
  }
}
