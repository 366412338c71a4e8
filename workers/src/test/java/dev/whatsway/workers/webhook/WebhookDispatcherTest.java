package dev.whatsway.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.campaign.LinkClicks;
import dev.whatsway.store.channel.ReceivingNumbers;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.consent.OptOutButtons;
import dev.whatsway.store.consent.OptOutKeywords;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.gateway.Admission;
import dev.whatsway.store.gateway.GatewayLedger;
import dev.whatsway.store.gateway.GatewayOutcome;
import dev.whatsway.store.gateway.GatewaySend;
import dev.whatsway.store.gateway.LostCalls;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.inbox.SetAside;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.Replies;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.store.window.ServiceWindows;
import dev.whatsway.workers.message.QuietStatuses;
import dev.whatsway.workers.webhook.effect.InboundHandler;
import dev.whatsway.workers.webhook.effect.LedgerUpdates;
import dev.whatsway.workers.webhook.effect.LinkClickHandler;
import dev.whatsway.workers.webhook.effect.PreferenceHandler;
import dev.whatsway.workers.webhook.effect.Senders;
import dev.whatsway.workers.webhook.effect.SpokenConsent;
import dev.whatsway.workers.webhook.effect.StatusHandler;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class WebhookDispatcherTest {

  private static final String NUMBER = "106540352242922";
  private static final QuietStatuses QUIET = new QuietStatuses(Duration.ofMinutes(15));

  private final DataSource database = EmbeddedPostgresExtension.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final SendLedger claims =
      new SendLedger(
          jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
  private final OutcomeLedger outcomes = new OutcomeLedger(jdbc, transactions, clock);
  private final Inbox inbox = new Inbox(new JdbcTemplate(database), clock);
  private final MessageSignals signals = mock(MessageSignals.class);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WebhookDispatcher dispatcher = dispatcher(QuietStatuses.none());
  private Scenario scenario;
  private UUID campaign;
  private UUID message;

  private WebhookDispatcher dispatcher(QuietStatuses quiet) {
    EventHandler events = new EventHandler(new WebhookParser(json), handlers(quiet), meters);
    return new WebhookDispatcher(
        inbox, new PagePass(inbox, events, transactions), events, signals, meters, clock);
  }

  private List<FactHandler<?>> handlers(QuietStatuses quiet) {
    MarketingPreferences preferences = new MarketingPreferences(jdbc, transactions, clock);
    Identities identities = new Identities(jdbc, preferences, clock);
    ReceivingNumbers numbers = new ReceivingNumbers(jdbc);
    Suppressions suppressions = SuppressionList.of(jdbc, transactions, clock);
    Contacts contacts = new Contacts(jdbc, json, clock);
    Senders people = new Senders(identities, contacts, suppressions, preferences);
    LedgerUpdates updates =
        new LedgerUpdates(
            new StatusLedger(jdbc, transactions, clock),
            new Stops(jdbc, transactions, clock),
            meters,
            clock,
            quiet);
    return List.of(
        new StatusHandler(updates, preferences, people, new LostCalls(jdbc, transactions)),
        new InboundHandler(
            numbers,
            people,
            new SpokenConsent(
                new OptOutKeywords(jdbc, clock), new OptOutButtons(jdbc), preferences, identities),
            new ServiceWindows(jdbc),
            new Replies(jdbc),
            updates),
        new PreferenceHandler(numbers, identities, people, preferences, meters),
        new LinkClickHandler(new LinkClicks(jdbc), inbox, transactions));
  }

  @BeforeEach
  void aMessageOnItsWay() {
    scenario = new Scenario(jdbc).channel();
    jdbc.sql("UPDATE channels SET phone_number_id = ?").param(NUMBER).update();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
  }

  @Test
  void movesTheLedgerAndTellsTheWorkflowOnceForAllOfAPage() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "sent"), status("wamid.1", "delivered"));

    assertThat(dispatcher.dispatch()).isEqualTo(2);

    assertThat(messageStatus()).isEqualTo("delivered");
    assertThat(told()).extracting(MessageEvent::kind).containsExactly(Kind.SENT, Kind.DELIVERED);
    assertThat(states()).containsOnly("done");
    assertThat(dispatcher.dispatch()).isZero();
  }

  @Test
  void tellsTheReadButNothingThatAWorkflowSoonLooksForItself() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "sent"), status("wamid.1", "delivered"));

    dispatcher(QUIET).dispatch();

    assertThat(messageStatus()).isEqualTo("delivered");
    assertThat(states()).containsOnly("done");
    verify(signals, never()).tell(any(), any());

    receive(EventKind.STATUS, status("wamid.1", "read"));
    dispatcher(QUIET).dispatch();
    assertThat(told()).extracting(MessageEvent::kind).containsExactly(Kind.READ);
  }

  @Test
  void tellsWhatComesShortlyBeforeTheWorkflowLooks() {
    accepted("wamid.1");
    clock.pass(Duration.ofMinutes(8));
    receive(EventKind.STATUS, status("wamid.1", "delivered"));
    dispatcher(QUIET).dispatch();
    assertThat(told()).hasSize(1);
  }

  @Test
  void tellsThatALostAnswerWasTakenAndThatMetaLetGoOfWhatItHeld() {
    UUID lost = claim();
    outcomes.record(new AttemptOutcome.Lost(lost, null));
    receive(
        EventKind.STATUS,
        """
        {"id": "wamid.7", "status": "sent", "timestamp": "1", "biz_opaque_callback_data": "%s"}"""
            .formatted(lost));
    dispatcher(QUIET).dispatch();
    assertThat(told()).hasSize(1);

    jdbc.sql("UPDATE messages SET status = 'accepted', message_status = 'paused'").update();
    receive(EventKind.STATUS, status("wamid.7", "delivered"));
    dispatcher(QUIET).dispatch();
    verify(signals, times(2)).tell(eq(message), any());
  }

  @Test
  void tellsAStatusThatADispatcherDiedWith() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "sent"));
    inbox.claim(10, Duration.ofMinutes(1));
    clock.pass(Duration.ofMinutes(2));
    dispatcher(QUIET).dispatch();
    assertThat(told()).hasSize(1);
  }

  @Test
  void stopsTheTemplateWhenMetaDropsWhatItHeld() {
    accepted("wamid.1");
    receive(
        EventKind.STATUS,
        status("wamid.1", "failed")
            .replace("}", ", \"errors\": [{\"code\": 132015, \"title\": \"Paused\"}]}"));

    dispatcher.dispatch();

    assertThat(messageStatus()).isEqualTo("failed");
    assertThat(new Stops(jdbc, transactions, clock).openIn(scenario.account))
        .singleElement()
        .satisfies(stop -> assertThat(stop.scope()).isEqualTo(Stop.Scope.TEMPLATE));
  }

  @Test
  void keepsAStatusThatOvertakesTheRecordOfItsAnswer() {
    UUID attempt = claim();
    receive(EventKind.STATUS, status("wamid.1", "read"));
    dispatcher.dispatch();
    verify(signals, never()).tell(any(), any());
    assertThat(states()).containsExactly("pending");

    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1"));
    clock.pass(Duration.ofSeconds(1));
    dispatcher.dispatch();

    assertThat(messageStatus()).isEqualTo("read");
    assertThat(told()).extracting(MessageEvent::kind).containsExactly(Kind.READ);
    assertThat(states()).containsExactly("done");
  }

  @Test
  void settlesALostAnswerByTheAttemptThatMetaEchoes() {
    UUID attempt = claim();
    outcomes.record(new AttemptOutcome.Lost(attempt, null));
    receive(
        EventKind.STATUS,
        """
        {"id": "wamid.7", "status": "sent", "timestamp": "1", "biz_opaque_callback_data": "%s"}"""
            .formatted(attempt));
    dispatcher.dispatch();
    assertThat(messageStatus()).isEqualTo("sent");
    assertThat(told()).hasSize(1);
  }

  @Test
  void letsGoOfStatusesOfMessagesThatSomebodyElseSent() {
    receive(EventKind.STATUS, status("wamid.of.others", "sent"));
    dispatcher.dispatch();
    assertThat(states()).containsExactly("pending");
    clock.pass(Duration.ofMinutes(3));
    dispatcher.dispatch();
    assertThat(states()).containsExactly("done");
  }

  @Test
  void movesTheLedgerWhileTemporalIsAwayAndTellsLater() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "read"));
    doThrow(new IllegalStateException("UNAVAILABLE")).when(signals).tell(any(), any());
    dispatcher.dispatch();
    assertThat(messageStatus()).isEqualTo("read");
    assertThat(states()).containsExactly("pending");

    doNothing().when(signals).tell(any(), any());
    clock.pass(Duration.ofSeconds(1));
    dispatcher.dispatch();
    verify(signals, times(2)).tell(eq(message), any());
    assertThat(states()).containsExactly("done");
  }

  @Test
  void lateCallsAreMadeUpForAtOnceWhenTemporalIsBack() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "sent"));
    doThrow(new IllegalStateException("UNAVAILABLE")).when(signals).tell(any(), any());
    for (int look = 0; look < 8; look++) {
      dispatcher.dispatch();
      clock.pass(Duration.ofSeconds(31));
    }
    dispatcher.dispatch();
    doNothing().when(signals).tell(any(), any());
    clock.pass(Duration.ofSeconds(10));
    assertThat(dispatcher.dispatch()).as("it waits for longer").isZero();

    receive(EventKind.STATUS, status("wamid.1", "read"));
    assertThat(dispatcher.dispatch()).isEqualTo(1);
    assertThat(dispatcher.dispatch()).isEqualTo(1);
    assertThat(states()).containsOnly("done");
  }

  @Test
  void tellsAgainWhatADispatcherThatDiedMayNotHaveTold() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "read"));
    inbox.claim(10, Duration.ofMinutes(1));
    assertThat(dispatcher.dispatch()).isZero();

    clock.pass(Duration.ofMinutes(2));
    dispatcher.dispatch();
    assertThat(told()).hasSize(1);
    assertThat(states()).containsExactly("done");
  }

  @Test
  void setsAPoisonEventAsideWithoutHoldingUpTheOthers() {
    accepted("wamid.1");
    inbox.add(List.of(new ReceivedEvent(key("poison"), EventKind.STATUS, NUMBER, "{", null)));
    receive(EventKind.STATUS, status("wamid.1", "sent"));
    for (int tries = 0; tries < 5; tries++) {
      dispatcher.dispatch();
      clock.pass(Duration.ofMinutes(1));
    }
    assertThat(messageStatus()).isEqualTo("sent");
    assertThat(states()).containsExactly("set_aside", "done");

    Long poison =
        jdbc.sql("SELECT id FROM inbox WHERE state = 'set_aside'").query(Long.class).single();
    assertThat(new SetAside(jdbc, clock).replay(poison)).isTrue();
    assertThat(states()).containsExactly("pending", "done");
  }

  @Test
  void handlesAPageOneByOneWhereOneOfItCannotBeHandled() {
    accepted("wamid.1");
    UUID other = scenario.message(campaign, scenario.contact());
    UUID attempt = ((Claim.Granted) claims.claim(other, 1, Route.CLOUD)).attemptId();
    outcomes.record(new AttemptOutcome.Accepted(attempt, 200, "wamid.2"));
    receive(EventKind.STATUS, status("wamid.2", "sent"));
    receive(EventKind.STATUS, status("wamid.1", "sent"));
    jdbc.sql(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE division_by_zero;
            END $$;
            CREATE TRIGGER refused BEFORE UPDATE ON messages
              FOR EACH ROW WHEN (NEW.wamid = 'wamid.2') EXECUTE FUNCTION refuse()
            """)
        .update();
    try {
      dispatcher.dispatch();
      assertThat(states()).containsExactly("pending", "done");
      for (int tries = 1; tries < 5; tries++) {
        clock.pass(Duration.ofMinutes(1));
        dispatcher.dispatch();
      }
    } finally {
      jdbc.sql("DROP TRIGGER refused ON messages; DROP FUNCTION refuse()").update();
    }
    assertThat(states()).containsExactly("set_aside", "done");
    assertThat(
            jdbc.sql("SELECT wamid FROM messages WHERE status = 'sent'").query(String.class).list())
        .containsExactly("wamid.1");
  }

  @Test
  void takesABrokenConnectionForNoFaultOfTheEvent() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "read"));
    jdbc.sql(
            """
            CREATE FUNCTION break_connection() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM pg_terminate_backend(pg_backend_pid());
              RETURN NEW;
            END $$;
            CREATE TRIGGER broken BEFORE UPDATE ON messages
              FOR EACH ROW EXECUTE FUNCTION break_connection()
            """)
        .update();
    try {
      for (int tries = 0; tries < 6; tries++) {
        assertThatThrownBy(dispatcher::dispatch).isInstanceOf(RuntimeException.class);
        clock.pass(Duration.ofMinutes(1));
      }
    } finally {
      jdbc.sql("DROP TRIGGER broken ON messages; DROP FUNCTION break_connection()").update();
    }
    assertThat(states()).containsExactly("pending");

    dispatcher.dispatch();
    assertThat(messageStatus()).isEqualTo("read");
    assertThat(states()).containsExactly("done");
  }

  @Test
  void tellsNobodyOfARepetitionThatChangesNothing() {
    accepted("wamid.1");
    receive(EventKind.STATUS, status("wamid.1", "read"));
    receive(EventKind.STATUS, status("wamid.1", "read"));
    dispatcher.dispatch();
    receive(EventKind.STATUS, status("wamid.1", "sent"));
    dispatcher.dispatch();
    verify(signals, times(1)).tell(any(), any());
    assertThat(messageStatus()).isEqualTo("read");
  }

  @Test
  void countsAClickForTheNumbersLatestCampaign() {
    jdbc.sql("UPDATE campaigns SET started_at = ?, category = 'MARKETING'")
        .param(Scenario.NOW.minusSeconds(60).atOffset(ZoneOffset.UTC))
        .update();
    receive(
        EventKind.ACTION,
        """
        {"action_type": "marketing_messages_link_click", "timestamp": %d,
         "marketing_messages_link_click_data": {"click_component": "cta", "click_id": "a"}}"""
            .formatted(Scenario.NOW.getEpochSecond()));
    dispatcher.dispatch();
    dispatcher.dispatch();
    assertThat(new CampaignCounters(jdbc).of(campaign).metrics()).containsEntry("clicked", 1L);
  }

  @Test
  void takesAStopFromContactsAndFromPeopleWhoAreNone() {
    String known = jdbc.sql("SELECT phone FROM contacts").query(String.class).single();
    receive(EventKind.PREFERENCE, preference(known.substring(1), "stop"));
    receive(EventKind.PREFERENCE, preference("4915199999999", "stop"));
    dispatcher.dispatch();
    assertThat(
            jdbc.sql("SELECT phone FROM contacts WHERE opted_out_at IS NOT NULL")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(known, "+4915199999999");
    assertThat(claims.claim(message, 1, Route.CLOUD)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void storesTheOptOutOfWhoeverStoppedMarketingAtMeta() {
    accepted("wamid.1");
    receive(EventKind.STATUS, failed("wamid.1", 131050));
    dispatcher.dispatch();
    assertThat(
            jdbc.sql("SELECT count(*) FROM contacts WHERE opted_out_at IS NOT NULL")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(told()).extracting(MessageEvent::later).containsExactly(false);
  }

  @Test
  void tellsTheWorkflowThatAPersonsCapHoldsForNowOnly() {
    accepted("wamid.1");
    receive(EventKind.STATUS, failed("wamid.1", 131049));
    dispatcher.dispatch();
    assertThat(told()).extracting(MessageEvent::later).containsExactly(true);
  }

  @Test
  void movesAMessageOfTheGatewayAndTellsNoWorkflow() {
    Admission.Granted sent = gateway("+4915112345678", "text", null);
    gateway()
        .finish(
            sent.messageId(),
            sent.attemptId(),
            new GatewayOutcome.Accepted(200, "wamid.g", null),
            null);
    receive(
        EventKind.STATUS,
        status("wamid.g", "sent"),
        // Of a template, says the code; there is none to stop.
        failed("wamid.g", 132015));
    dispatcher.dispatch();

    assertThat(statusOf(sent)).isEqualTo("failed");
    assertThat(states()).containsOnly("done");
    verify(signals, never()).tell(any(), any());
    assertThat(new Stops(jdbc, transactions, clock).openIn(scenario.account)).isEmpty();
  }

  @Test
  void heedsAStopThatMetaTellsOfAMessageOfTheGateway() {
    Admission.Granted sent = gateway("+4915112345678", "template", "sale");
    gateway()
        .finish(
            sent.messageId(),
            sent.attemptId(),
            new GatewayOutcome.Accepted(200, "wamid.g", null),
            null);
    receive(EventKind.STATUS, failed("wamid.g", 131050));
    dispatcher.dispatch();

    assertThat(statusOf(sent)).isEqualTo("failed");
    assertThat(
            jdbc.sql("SELECT opted_out_at IS NOT NULL FROM contacts WHERE phone = ?")
                .param("+4915112345678")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void givesAStatusOfNobodysMessageToTheGatewaysLostCall() {
    Admission.Granted sent = gateway("+4915112345678", "text", null);
    gateway()
        .finish(
            sent.messageId(), sent.attemptId(), new GatewayOutcome.Unknown(null, "timeout"), null);
    receive(
        EventKind.STATUS,
        status("wamid.lost", "sent").replace("}", ",\"recipient_id\":\"4915112345678\"}"),
        status("wamid.else", "sent").replace("}", ",\"recipient_id\":\"4915119999999\"}"));
    dispatcher.dispatch();
    assertThat(states()).as("its answer may still be recorded").containsOnly("pending");
    assertThat(statusOf(sent)).isEqualTo("unknown");

    clock.pass(Duration.ofMinutes(3));
    dispatcher.dispatch();
    assertThat(states()).containsOnly("done");
    assertThat(statusOf(sent)).isEqualTo("sent");
    assertThat(
            jdbc.sql("SELECT wamid FROM messages WHERE id = ?")
                .param(sent.messageId())
                .query(String.class)
                .single())
        .isEqualTo("wamid.lost");
  }

  @Test
  void keepsAStatusUntilNobodyCanTellOfItsCallAnyMore() {
    Admission.Granted sent = gateway("+4915112345678", "text", null);
    clock.pass(Duration.ofSeconds(1));
    receive(
        EventKind.STATUS,
        status("wamid.orphan", "sent").replace("}", ",\"recipient_id\":\"4915112345678\"}"));
    dispatcher.dispatch();
    clock.pass(Duration.ofSeconds(150));
    dispatcher.dispatch();
    assertThat(states()).as("the instance may live").containsExactly("pending");
    assertThat(statusOf(sent)).isEqualTo("queued");

    clock.pass(Duration.ofSeconds(40));
    dispatcher.dispatch();
    assertThat(states()).containsExactly("done");
    assertThat(statusOf(sent)).isEqualTo("sent");
    assertThat(
            jdbc.sql("SELECT wamid FROM messages WHERE id = ?")
                .param(sent.messageId())
                .query(String.class)
                .single())
        .isEqualTo("wamid.orphan");
  }

  private GatewayLedger gateway() {
    return new GatewayLedger(
        jdbc,
        transactions,
        SuppressionList.of(jdbc, transactions, clock),
        SuppressionList.box(),
        clock);
  }

  private Admission.Granted gateway(String to, String type, @Nullable String template) {
    return (Admission.Granted)
        gateway()
            .admit(
                new GatewaySend(
                    scenario.account,
                    scenario.channel,
                    to,
                    null,
                    type,
                    template,
                    template == null ? null : "en",
                    null,
                    Route.CLOUD,
                    null));
  }

  private String statusOf(Admission.Granted sent) {
    return jdbc.sql("SELECT status FROM messages WHERE id = ?")
        .param(sent.messageId())
        .query(String.class)
        .single();
  }

  private static String failed(String wamid, int code) {
    return """
        {"id": "%s", "status": "failed", "timestamp": "%d", "errors": [{"code": %d, "title": "No"}]}"""
        .formatted(wamid, Scenario.NOW.getEpochSecond(), code);
  }

  private UUID claim() {
    return ((Claim.Granted) claims.claim(message, 1, Route.MARKETING_MESSAGES)).attemptId();
  }

  private void accepted(String wamid) {
    outcomes.record(new AttemptOutcome.Accepted(claim(), 200, wamid));
  }

  private void receive(EventKind kind, String... items) {
    inbox.add(
        Arrays.stream(items)
            .map(
                item ->
                    new ReceivedEvent(
                        key(item),
                        kind,
                        NUMBER,
                        "{\"field\":\"x\",\"item\":" + item + "}",
                        null,
                        scenario.account))
            .toList());
  }

  private static byte[] key(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(String wamid, String status) {
    return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%d\"}"
        .formatted(wamid, status, Scenario.NOW.getEpochSecond());
  }

  private static String preference(String phone, String value) {
    return """
        {"wa_id": "%s", "category": "marketing_messages", "value": "%s", "timestamp": %d}"""
        .formatted(phone, value, Scenario.NOW.getEpochSecond() + 5);
  }

  private String messageStatus() {
    return jdbc.sql("SELECT status FROM messages").query(String.class).single();
  }

  private List<String> states() {
    return jdbc.sql("SELECT state FROM inbox ORDER BY id").query(String.class).list();
  }

  @SuppressWarnings("unchecked")
  private List<MessageEvent> told() {
    ArgumentCaptor<List<MessageEvent>> events = ArgumentCaptor.forClass(List.class);
    verify(signals, times(1)).tell(eq(message), events.capture());
    return events.getValue();
  }
}
