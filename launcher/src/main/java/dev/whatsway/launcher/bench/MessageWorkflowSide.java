package dev.whatsway.launcher.bench;

import dev.whatsway.contract.WorkflowIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Ours with a workflow a message: one campaign from the launch until all are read and their
 * workflows have ended.
 */
final class MessageWorkflowSide implements Contest.Side {

  private static final int LOOK_MILLIS = 500;
  private static final String SAMPLE =
      "SELECT id FROM messages WHERE campaign_id = ? AND ordinal = ANY (?)";

  private final BenchOptions options;
  private final BenchPlace place;
  private final BenchShop shop;
  private final TemporalView temporal;
  private final String channel;
  private final String audience;
  private int signals = BenchShop.AT_ONCE.size();

  MessageWorkflowSide(
      BenchOptions options,
      BenchPlace place,
      TemporalView temporal,
      String channel,
      String audience) {
    this.options = options;
    this.place = place;
    this.shop = place.shop();
    this.temporal = temporal;
    this.channel = channel;
    this.audience = audience;
  }

  /** Returns how many signals a message got last time, at the median. */
  int signals() {
    return signals;
  }

  @Override
  public String title() {
    return "WhatsWay, message-workflow, each message sent, delivered and read";
  }

  @Override
  public Contest.Taken run() {
    String campaign = shop.draft(channel, audience, "message-workflow");
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    Launched launched = Launched.launch(shop, List.of(campaign), options.time());
    while (temporal.completed("MessageWorkflow", campaign) < options.recipients()) {
      launched.pause(LOOK_MILLIS);
    }
    double seconds = launched.seconds();
    Map<String, Object> details = cpu.details(seconds);
    // A workflow that ends otherwise than by the read ends, too; then this waits, and tells.
    launched.awaitRead(options.recipients());
    HistorySample sample = HistorySample.of(temporal, workflows(campaign));
    signals = (int) Math.round(sample.signals());
    details.put("median_of_a_message", sample.json());
    return new Contest.Taken(options.recipients() / seconds, details);
  }

  private List<String> workflows(String campaign) {
    try (Connection connection = place.database().connect();
        PreparedStatement statement = connection.prepareStatement(SAMPLE)) {
      statement.setObject(1, UUID.fromString(campaign));
      Long[] ordinals = HistorySample.ordinals(options.recipients()).boxed().toArray(Long[]::new);
      statement.setArray(2, connection.createArrayOf("bigint", ordinals));
      List<String> workflows = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          workflows.add(WorkflowIds.message(rows.getObject(1, UUID.class)));
        }
      }
      return workflows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
