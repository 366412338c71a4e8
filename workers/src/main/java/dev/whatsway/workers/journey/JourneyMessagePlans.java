package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.Visit;
import dev.whatsway.contract.message.MessageInput;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.journey.definition.Caps;
import dev.whatsway.journey.step.FrozenValues;
import dev.whatsway.journey.step.MessagePlans;
import dev.whatsway.journey.step.PlannedMessage;
import dev.whatsway.journey.step.SendSettings;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.Journey;
import dev.whatsway.store.journey.JourneyMessages;
import dev.whatsway.store.journey.JourneyMessages.Draft;
import dev.whatsway.store.journey.JourneyMessages.Known;
import dev.whatsway.store.journey.Journeys;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.workers.message.QuietStatuses;
import dev.whatsway.workers.sending.RouteChoice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans journeys' messages in the ledger, where the gate and the claims find them. */
@Component
class JourneyMessagePlans implements MessagePlans {

  /** The skip reason of messages beyond what the journey's caps let one person have. */
  static final String CAPPED = "journey-cap";

  private final CampaignRuns campaigns;
  private final Channels channels;
  private final Journeys journeys;
  private final JourneyMessages messages;
  private final CompiledPlans plans;
  private final LinkTokens links;
  private final QuietStatuses quiet;

  JourneyMessagePlans(
      CampaignRuns campaigns,
      Channels channels,
      Journeys journeys,
      JourneyMessages messages,
      CompiledPlans plans,
      LinkTokens links,
      QuietStatuses quiet) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.journeys = journeys;
    this.messages = messages;
    this.plans = plans;
    this.links = links;
    this.quiet = quiet;
  }

  @Override
  public String linkToken(Visit visit) {
    return links.token(id(visit));
  }

  @Override
  public FrozenValues frozen(Visit visit) {
    return journeys.find(visit.campaignId(), visit.ordinal()).orElseThrow().frozen();
  }

  /** The same for each try, as a token is made before its message is stored. */
  private static UUID id(Visit visit) {
    return UUID.nameUUIDFromBytes(visit.key().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public PlannedMessage plan(
      Visit visit,
      SendSettings settings,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable String unfit,
      Instant now) {
    Campaign campaign = campaigns.get(visit.campaignId());
    Journey journey = journeys.find(visit.campaignId(), visit.ordinal()).orElseThrow();
    String step = JourneyMessages.step(visit.stepId(), journey.run(), visit.number());
    UUID channelId = settings.channelId() == null ? campaign.channelId() : settings.channelId();
    Known known =
        messages
            .find(visit.campaignId(), visit.contactId(), step)
            .orElseGet(
                () ->
                    messages.plan(
                        journey,
                        new Draft(
                            id(visit),
                            step,
                            channelId,
                            settings.channelId() != null,
                            settings.template().name(),
                            settings.template().language(),
                            variables,
                            linkTarget,
                            unfit == null ? capped(campaign, journey, now) : unfit)));
    return known.status() == MessageStatus.QUEUED
        ? new PlannedMessage.Open(
            input(known, campaign, channels.get(channelId), journey, settings))
        : new PlannedMessage.Decided(fate(known.status()), words(known));
  }

  private @Nullable String capped(Campaign campaign, Journey journey, Instant now) {
    Caps caps = plans.get(campaign.accountId(), journey.planHash()).caps();
    if (caps == null) {
      return null;
    }
    int had =
        caps.per() == null
            ? messages.count(journey)
            : messages.countSince(journey, now.minus(caps.per()));
    return had < caps.messages() ? null : CAPPED;
  }

  private static PlannedMessage.Fate fate(MessageStatus status) {
    if (status == MessageStatus.UNKNOWN) {
      return PlannedMessage.Fate.UNKNOWN;
    }
    return JourneyMessages.NOT_TAKEN.contains(status)
        ? PlannedMessage.Fate.NOT_TAKEN
        : PlannedMessage.Fate.TAKEN;
  }

  private static String words(Known known) {
    return known.status().wire() + (known.reason() == null ? "" : " (" + known.reason() + ")");
  }

  private MessageInput input(
      Known known, Campaign campaign, Channel channel, Journey journey, SendSettings settings) {
    return new MessageInput(
        known.id(),
        campaign.id(),
        channel.id(),
        settings.template().name() + "/" + settings.template().language(),
        new RouteChoice(campaign, channel).of(journey.contactId()),
        campaign.messageTtl(),
        campaign.unknownDeadline(),
        channel.unknownPolicy(),
        settings.tracked(),
        quiet.lookAfter());
  }
}
