package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.contact.Recipients;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Planned;
import dev.whatsway.store.template.Templates;
import dev.whatsway.workers.journey.EntrantPlanning;
import io.temporal.activity.Activity;
import io.temporal.spring.boot.ActivityImpl;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans page by page; after a crash it goes on behind the last page that was stored. */
@Component
@ActivityImpl(workers = TaskQueues.CAMPAIGNS)
class CampaignPlanningActivities implements CampaignPlanning {

  private static final int PAGE = 100;

  private final CampaignRuns campaigns;
  private final Channels channels;
  private final Templates templates;
  private final Recipients recipients;
  private final CampaignMessages messages;
  private final LinkTokens links;
  private final SegmentPlanning segments;
  private final EntrantPlanning entrants;

  CampaignPlanningActivities(
      CampaignRuns campaigns,
      Channels channels,
      Templates templates,
      Recipients recipients,
      CampaignMessages messages,
      LinkTokens links,
      SegmentPlanning segments,
      EntrantPlanning entrants) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.templates = templates;
    this.recipients = recipients;
    this.messages = messages;
    this.links = links;
    this.segments = segments;
    this.entrants = entrants;
  }

  @Override
  public Schedule schedule(UUID campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    return new Schedule(
        campaign.startAt(),
        campaign.startBy(),
        campaign.misfire().equals("skip"),
        campaign.templateName() + "/" + campaign.templateLanguage(),
        campaign.channelId(),
        Tracking.of(campaign.tracking()),
        campaign.journeyHash() != null);
  }

  @Override
  public Plan plan(UUID campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    if (campaign.journeyHash() != null) {
      return entrants.plan(campaign);
    }
    String problem = problem(campaign);
    if (problem != null) {
      return new Plan(0, problem);
    }
    MessageDrafts drafts = new MessageDrafts(campaign, links);
    UUID segmentId = campaign.segmentId();
    return segmentId == null
        ? planAudience(campaign, drafts)
        : segments.plan(campaign, segmentId, drafts);
  }

  private Plan planAudience(Campaign campaign, MessageDrafts drafts) {
    UUID campaignId = campaign.id();
    UUID audienceId = Objects.requireNonNull(campaign.audienceId(), "audience_id");
    long next = messages.nextOrdinal(campaignId);
    while (true) {
      List<Planned> page =
          recipients.page(audienceId, next, PAGE).stream().map(drafts::draft).toList();
      if (page.isEmpty()
          || !campaigns.unlessClosed(campaignId, () -> messages.plan(campaignId, page))) {
        return new Plan(next, null);
      }
      next = page.get(page.size() - 1).ordinal() + 1;
      Activity.getExecutionContext().heartbeat(next);
    }
  }

  private @Nullable String problem(Campaign campaign) {
    Channel channel = channels.get(campaign.channelId());
    return PlanCheck.problem(
        campaign,
        templates.find(
            campaign.accountId(),
            channel.wabaId(),
            campaign.templateName(),
            campaign.templateLanguage()));
  }
}
