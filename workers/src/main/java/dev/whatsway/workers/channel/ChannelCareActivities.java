package dev.whatsway.workers.channel;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.CampaignWorkflow;
import dev.whatsway.contract.channel.ChannelCare;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import dev.whatsway.store.template.TemplateSyncs;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class ChannelCareActivities implements ChannelCare {

  private static final Logger log = LoggerFactory.getLogger(ChannelCareActivities.class);

  private final GraphLines lines;
  private final Stops stops;
  private final CampaignSignals campaigns;
  private final LiftedMessages lifted;
  private final NumberSync number;
  private final Tokens tokens;
  private final Probes probes;
  private final TemplateSync templates;
  private final TemplateSyncs syncs;

  ChannelCareActivities(
      GraphLines lines,
      Stops stops,
      CampaignSignals campaigns,
      LiftedMessages lifted,
      NumberSync number,
      Tokens tokens,
      Probes probes,
      TemplateSync templates,
      TemplateSyncs syncs) {
    this.lines = lines;
    this.stops = stops;
    this.campaigns = campaigns;
    this.lifted = lifted;
    this.number = number;
    this.tokens = tokens;
    this.probes = probes;
    this.templates = templates;
    this.syncs = syncs;
  }

  @Override
  public Standing tellCampaigns(UUID channelId) {
    UUID accountId = lines.of(channelId).channel().accountId();
    campaigns.tell(accountId);
    lifted.wake(accountId, () -> Activity.getExecutionContext().heartbeat(null));
    return standing(channelId);
  }

  @Override
  public Standing probeStops(UUID channelId) {
    GraphLine line = lines.of(channelId);
    for (Stop stop : stops.openOf(channelId)) {
      if (isGone(line, stop)) {
        stops.clear(stop.id(), "Meta says that its cause is gone");
      }
    }
    campaigns.tell(line.channel().accountId());
    return standing(channelId);
  }

  @Override
  public TokenLife syncChannel(UUID channelId) {
    GraphLine line = lines.of(channelId);
    @Nullable Instant expiresAt = tokens.check(line);
    try {
      number.sync(line);
    } catch (GraphReader.Refused refused) {
      if (!refused.tokenInvalid()) {
        throw refused;
      }
    }
    syncTemplatesThatAreDue(line);
    return new TokenLife(expiresAt);
  }

  /** Never to the harm of what else was learnt: what fails is tried again in an hour. */
  private void syncTemplatesThatAreDue(GraphLine line) {
    UUID account = line.channel().accountId();
    String waba = line.channel().wabaId();
    Optional<Instant> lease = syncs.take(account, waba);
    if (lease.isEmpty()) {
      return;
    }
    try {
      templates.sync(line, () -> {});
      syncs.done(account, waba, lease.get());
    } catch (RuntimeException failed) {
      syncs.failed(account, waba, lease.get());
      log.info("Templates of WABA {} cannot be fetched: {}", waba, failed.toString());
    }
  }

  @Override
  public TokenLife renewToken(UUID channelId) {
    return new TokenLife(tokens.renew(lines.of(channelId)));
  }

  @Override
  public TemplateCounts syncTemplates(UUID channelId) {
    try {
      return templates.sync(
          lines.of(channelId), () -> Activity.getExecutionContext().heartbeat(null));
    } catch (GraphReader.Refused refused) {
      // Whoever asked for it is told why; asking again would get the same.
      throw ApplicationFailure.newNonRetryableFailure(
          String.valueOf(refused.getMessage()), CampaignWorkflow.INVALID_STATE);
    }
  }

  private Standing standing(UUID channelId) {
    return new Standing(stops.openOf(channelId).size());
  }

  /** One stop that cannot be asked about must not keep the others from being looked at. */
  private boolean isGone(GraphLine line, Stop stop) {
    try {
      return probes.isGone(line, stop);
    } catch (GraphReader.Refused | IllegalStateException unanswered) {
      log.info("Stop {} cannot be looked at: {}", stop.id(), unanswered.getMessage());
      return false;
    }
  }
}
