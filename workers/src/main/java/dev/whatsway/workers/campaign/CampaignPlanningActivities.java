package dev.whatsway.workers.campaign;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.contact.Recipient;
import dev.whatsway.store.contact.Recipients;
import dev.whatsway.store.link.LinkTarget;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.message.CampaignMessages;
import dev.whatsway.store.message.CampaignMessages.Planned;
import dev.whatsway.store.template.Templates;
import io.temporal.activity.Activity;
import io.temporal.spring.boot.ActivityImpl;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
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

  CampaignPlanningActivities(
      CampaignRuns campaigns,
      Channels channels,
      Templates templates,
      Recipients recipients,
      CampaignMessages messages,
      LinkTokens links) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.templates = templates;
    this.recipients = recipients;
    this.messages = messages;
    this.links = links;
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
        Tracking.of(campaign.tracking()));
  }

  @Override
  public Plan plan(UUID campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    String problem = problem(campaign);
    if (problem != null) {
      return new Plan(0, problem);
    }
    VariableRendering rendering = new VariableRendering(campaign.variables());
    long next = messages.nextOrdinal(campaignId);
    while (true) {
      List<Planned> page =
          recipients.page(campaign.audienceId(), next, PAGE).stream()
              .map(recipient -> plan(campaign, rendering, recipient))
              .toList();
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

  private Planned plan(Campaign campaign, VariableRendering rendering, Recipient recipient) {
    UUID id = UUID.randomUUID();
    VariableRendering.Rendered rendered =
        campaign.linkTarget() == null
            ? rendering.render(recipient)
            : rendering.render(recipient, Map.of(LinkTarget.PLACEHOLDER, links.token(id)));
    String target = target(campaign, recipient);
    return new Planned(
        id,
        recipient.ordinal(),
        recipient.contactId(),
        recipient.phone(),
        rendered.variables(),
        target,
        Stream.of(consent(campaign, recipient), rendered.skipReason(), problem(campaign, target))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  private static @Nullable String target(Campaign campaign, Recipient recipient) {
    return campaign.linkTarget() == null
        ? null
        : VariableRendering.target(campaign.linkTarget(), recipient);
  }

  private static @Nullable String problem(Campaign campaign, @Nullable String rendered) {
    if (campaign.linkTarget() == null) {
      return null;
    }
    if (rendered == null) {
      return "missing-variable:link_target";
    }
    return LinkTarget.leadsSomewhere(rendered) ? null : "invalid-variable:link_target";
  }

  /** The claim of each send asks again: a person may opt out while the campaign runs. */
  private static @Nullable String consent(Campaign campaign, Recipient recipient) {
    if (!campaign.category().equals("MARKETING")) {
      return null;
    }
    if (recipient.optedOut()) {
      return "opted-out";
    }
    return recipient.optInAt() == null ? "no-consent" : null;
  }
}
