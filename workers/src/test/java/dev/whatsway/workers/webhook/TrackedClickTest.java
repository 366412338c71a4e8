package dev.whatsway.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.whatsway.contract.message.MessageEvent;
import dev.whatsway.contract.message.MessageEvent.Kind;
import dev.whatsway.contract.message.Route;
import dev.whatsway.contract.message.SendResult;
import dev.whatsway.store.campaign.CampaignCounters;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.inbox.EventKind;
import dev.whatsway.store.inbox.Inbox;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.link.TrackedLinks;
import dev.whatsway.store.message.AttemptOutcome;
import dev.whatsway.store.message.Claim;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.message.StatusLedger;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import dev.whatsway.workers.webhook.effect.LedgerUpdates;
import dev.whatsway.workers.webhook.effect.TrackedClickHandler;
import dev.whatsway.workers.webhook.reading.WebhookParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
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
class TrackedClickTest {

  private final DataSource database = EmbeddedPostgresExtension.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final JsonMapper json = new JsonMapper();
  private final Inbox inbox = new Inbox(new JdbcTemplate(database), clock);
  private final MessageSignals signals = mock(MessageSignals.class);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EventHandler events =
      new EventHandler(
          new WebhookParser(json),
          List.of(
              new TrackedClickHandler(
                  new LedgerUpdates(
                      new StatusLedger(jdbc, transactions, clock),
                      new Stops(jdbc, transactions, clock),
                      meters,
                      clock))),
          meters);
  private final WebhookDispatcher dispatcher =
      new WebhookDispatcher(
          inbox, new PagePass(inbox, events, transactions), events, signals, meters, clock);
  private UUID campaign;
  private UUID message;
  private UUID attempt;

  @BeforeEach
  void aMessageThatArrived() {
    Scenario scenario = new Scenario(jdbc).channel();
    campaign = scenario.campaign("running");
    message = scenario.message(campaign, scenario.contact());
    attempt =
        ((Claim.Granted)
                new SendLedger(
                        jdbc,
                        transactions,
                        SuppressionList.of(jdbc, transactions, clock),
                        json,
                        clock)
                    .claim(message, 1, Route.CLOUD))
            .attemptId();
    jdbc.sql("UPDATE messages SET link_target = 'https://shop.example.com/'").update();
  }

  @Test
  void a_click_marks_the_message_once_and_tells_its_workflow() {
    accepted();
    click(1, 1_795_000_000);
    dispatcher.dispatch();
    click(2, 1_795_000_100);
    dispatcher.dispatch();

    ArgumentCaptor<List<MessageEvent>> told = ArgumentCaptor.captor();
    verify(signals, times(1)).tell(eq(message), told.capture());
    assertThat(told.getValue()).extracting(MessageEvent::kind).containsExactly(Kind.CLICKED);
    assertThat(
            jdbc.sql("SELECT extract(epoch FROM clicked_at)::bigint FROM messages")
                .query(Long.class)
                .single())
        .isEqualTo(1_795_000_000);
    assertThat(new CampaignCounters(jdbc).of(campaign).clicked()).isEqualTo(1);
    assertThat(jdbc.sql("SELECT DISTINCT state FROM inbox").query(String.class).list())
        .containsExactly("done");
  }

  @Test
  void a_click_of_a_message_whose_answer_was_lost_settles_that_it_went_out() {
    new OutcomeLedger(jdbc, transactions, clock).record(new AttemptOutcome.Lost(attempt, null));
    assertThat(new TrackedLinks(jdbc).find(message).orElseThrow().attemptId()).isEqualTo(attempt);
    click(1, 1_795_000_000);
    dispatcher.dispatch();
    assertThat(jdbc.sql("SELECT outcome FROM attempts").query(String.class).single())
        .isEqualTo("accepted");
    verify(signals).tell(any(), any());
    assertThat(jdbc.sql("SELECT status FROM messages").query(String.class).single())
        .isEqualTo("accepted");
  }

  @Test
  void a_click_before_the_answer_keeps_the_message_from_going_out_again() {
    click(1, 1_795_000_000);
    dispatcher.dispatch();
    SendLedger claims =
        new SendLedger(
            jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock);
    for (int round = 1; round <= 3; round++) {
      assertThat(((Claim.Answered) claims.claim(message, round, Route.CLOUD)).result())
          .isInstanceOf(SendResult.Accepted.class);
    }
    // Even where the row says otherwise.
    jdbc.sql("UPDATE messages SET status = 'queued'").update();
    assertThat(((Claim.Answered) claims.claim(message, 4, Route.CLOUD)).result())
        .isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void a_link_names_the_send_that_was_taken() {
    accepted();
    assertThat(new TrackedLinks(jdbc).find(message).orElseThrow().attemptId()).isEqualTo(attempt);
    assertThat(new TrackedLinks(jdbc).find(UUID.randomUUID())).isEmpty();
  }

  private void accepted() {
    new OutcomeLedger(jdbc, transactions, clock)
        .record(new AttemptOutcome.Accepted(attempt, 200, "wamid.1"));
  }

  private void click(int key, long at) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    inbox.add(
        List.of(
            new ReceivedEvent(
                bytes,
                EventKind.CLICK,
                null,
                "{\"item\":{\"attempt_id\":\"%s\",\"timestamp\":%d}}".formatted(attempt, at),
                null)));
  }
}
