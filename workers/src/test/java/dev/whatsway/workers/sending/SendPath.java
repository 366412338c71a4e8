package dev.whatsway.workers.sending;

import dev.whatsway.graph.GraphClient;
import dev.whatsway.store.campaign.CampaignLines;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.message.OutcomeLedger;
import dev.whatsway.store.message.SendLedger;
import dev.whatsway.store.pacing.PaceAsks;
import dev.whatsway.store.pacing.Pacer;
import dev.whatsway.store.pacing.PacingSettings;
import dev.whatsway.store.test.SuppressionList;
import java.time.Clock;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The send path as Spring puts it together, for tests that bring their own Graph API. */
final class SendPath {

  static MessageSendingActivities of(
      DataSource database,
      Pacer pacer,
      PacingSettings settings,
      SendingChannels channels,
      GraphClient client) {
    JdbcClient jdbc = JdbcClient.create(database);
    JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    JsonMapper json = new JsonMapper();
    Clock clock = Clock.systemUTC();
    GraphCalls calls = new GraphCalls(client, channels, json);
    return new MessageSendingActivities(
        new NumberTurns(new PaceAsks(jdbc), pacer, settings),
        new SendLedger(
            jdbc, transactions, SuppressionList.of(jdbc, transactions, clock), json, clock),
        new OutcomeLedger(jdbc, transactions, clock),
        calls,
        new Answers(new Backoff(new Random(1)), json),
        new Stopping(
            new Stops(jdbc, transactions, clock),
            new CampaignLines(jdbc),
            calls,
            new Backoff(new Random(1))),
        new Persistence(clock));
  }

  private SendPath() {}
}
