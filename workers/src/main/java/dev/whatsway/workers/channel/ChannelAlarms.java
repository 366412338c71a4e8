package dev.whatsway.workers.channel;

import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.ChannelWorkflow;
import dev.whatsway.contract.channel.ChannelWorkflows;
import dev.whatsway.store.channel.ChannelUpkeep;
import dev.whatsway.store.channel.Stops;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries what the tables say to channel workflows, which it starts where there is none: new and
 * changed channels, stops opened or cleared by whoever. The tables remember what was not told yet,
 * so neither a crash after a stop was stored nor an outage of Temporal loses it, and none of those
 * who store one needs Temporal. Several processes may tell the same; it changes nothing.
 */
@Component
class ChannelAlarms {

  private static final Logger log = LoggerFactory.getLogger(ChannelAlarms.class);
  private static final int PAGE = 100;

  private final Stops stops;
  private final ChannelUpkeep channels;
  private final WorkflowClient client;

  ChannelAlarms(Stops stops, ChannelUpkeep channels, WorkflowClient client) {
    this.stops = stops;
    this.channels = channels;
    this.client = client;
  }

  @Scheduled(initialDelay = 500, fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void tell() {
    try {
      for (Stops.Untold change : stops.untold(PAGE)) {
        signal(change.channelId(), "stopsChanged");
        stops.told(change);
      }
      for (ChannelUpkeep.Untold change : channels.untold(PAGE)) {
        signal(change.channelId(), "settingsChanged");
        channels.told(change);
      }
    } catch (RuntimeException away) {
      log.warn("Channel workflows cannot be told for now: {}", away.getClass().getName());
    }
  }

  private void signal(UUID channelId, String name) {
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(
            ChannelWorkflow.class.getSimpleName(), ChannelWorkflows.options(channelId));
    workflow.signalWithStart(name, new Object[] {}, new Object[] {ChannelState.first(channelId)});
  }
}
