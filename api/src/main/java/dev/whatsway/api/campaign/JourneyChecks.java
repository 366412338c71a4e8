package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.definition.PlannedStep;
import dev.whatsway.journey.setting.Problem;
import dev.whatsway.journey.step.EnterJourneySettings;
import dev.whatsway.journey.step.JourneyKinds;
import dev.whatsway.journey.step.SendSettings;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks a definition: by itself, and then against the account's channels and templates. */
@Component
class JourneyChecks {

  private final JourneyKinds kinds;
  private final Channels channels;
  private final Campaigns campaigns;
  private final TemplateChecks templateChecks;
  private final LinkChecks linkChecks;
  private final JourneyCircles circles;

  JourneyChecks(
      JourneyKinds kinds,
      Channels channels,
      Campaigns campaigns,
      TemplateChecks templateChecks,
      LinkChecks linkChecks,
      JourneyCircles circles) {
    this.kinds = kinds;
    this.channels = channels;
    this.campaigns = campaigns;
    this.templateChecks = templateChecks;
    this.linkChecks = linkChecks;
    this.circles = circles;
  }

  /**
   * A definition that was compiled.
   *
   * @param templates of the send steps, in their order; some may be missing where a check failed
   * @param shared those of them that any of the campaign's channels may have to send: all but those
   *     of steps with a channel of their own
   */
  record Checked(JourneyPlan plan, List<Template> templates, List<GivenTemplate> shared) {

    @Nullable String entryEvent() {
      return plan.entry() == null ? null : plan.entry().event();
    }
  }

  /**
   * Says where in the request something is wrong.
   *
   * @param campaignId whose journey it becomes; null for a campaign that is not there yet
   * @param fallbacks the campaign's fallback channels
   */
  private record Place(
      String root, @Nullable UUID campaignId, Collection<UUID> fallbacks, Checks checks) {

    void fail(String path, String message) {
      checks.fail(path(path), message);
    }

    /** Returns whether a step's channel is none of the campaign's. */
    boolean isApart(@Nullable UUID channelId, Channel own) {
      return channelId != null && !channelId.equals(own.id()) && !fallbacks.contains(channelId);
    }

    String path(String path) {
      if (path.isEmpty()) {
        return "journey";
      }
      return root.isEmpty() ? path : root + "." + path;
    }
  }

  /**
   * Checks a definition of a campaign that is not there yet: no other can lead into it.
   *
   * @param root the definition's own path in the request; empty where it is all of it
   * @param channel the campaign's; null where that is wrong already
   * @param fallbacks the campaign's fallback channels
   * @return null where it cannot be compiled
   */
  @Nullable Checked check(
      JsonNode definition,
      String root,
      UUID accountId,
      @Nullable Channel channel,
      Collection<UUID> fallbacks,
      Checks checks) {
    return check(definition, new Place(root, null, fallbacks, checks), accountId, channel);
  }

  /**
   * Checks another definition for a campaign.
   *
   * @param definition all of the request
   * @return null where it cannot be compiled
   */
  @Nullable Checked checkNext(
      JsonNode definition, Campaign campaign, Channel channel, Checks checks) {
    Place place = new Place("", campaign.id(), campaign.fallbackChannelIds(), checks);
    return check(definition, place, campaign.accountId(), channel);
  }

  private @Nullable Checked check(
      JsonNode definition, Place place, UUID accountId, @Nullable Channel channel) {
    Compiled compiled = kinds.compiler().compile(definition);
    if (compiled instanceof Compiled.Refused refused) {
      for (Problem problem : refused.problems()) {
        place.fail(problem.path(), problem.message());
      }
      return null;
    }
    return checked(((Compiled.Sound) compiled).plan(), accountId, channel, place);
  }

  private Checked checked(
      JourneyPlan plan, UUID accountId, @Nullable Channel channel, Place place) {
    List<Template> templates = new ArrayList<>();
    List<GivenTemplate> shared = new ArrayList<>();
    int sends = 0;
    int i = 0;
    for (PlannedStep step : plan.steps().values()) {
      String path = "steps[" + i++ + "]";
      if (step.settings() instanceof SendSettings send) {
        sends++;
        Template template = template(send, path, accountId, channel, place);
        if (template != null) {
          sameCategory(template, templates, path, place);
          templates.add(template);
          if (channel == null || !place.isApart(send.channelId(), channel)) {
            shared.add(new GivenTemplate(template, variables(send.variables()).keySet()));
          }
        }
      } else if (step.settings() instanceof EnterJourneySettings enter) {
        enters(enter, path, accountId, place);
      }
    }
    if (sends == 0) {
      place.fail("steps", "must have a send step: a campaign without messages is none.");
    }
    return new Checked(plan, templates, shared);
  }

  private @Nullable Template template(
      SendSettings send, String path, UUID accountId, @Nullable Channel campaigns, Place place) {
    Channel channel = campaigns;
    if (send.channelId() != null) {
      channel = channels.find(accountId, send.channelId()).orElse(null);
      if (channel == null) {
        place.fail(path + ".channel_id", "must be the id of a channel of this account.");
      }
    }
    Map<String, String> variables = variables(send.variables());
    String field = place.path(path + ".variables");
    TemplateChecks.values(field, variables, place.checks());
    if (channel == null) {
      return null;
    }
    SendSettings.Template key = send.template();
    Template template =
        templateChecks.find(
            place.path(path + ".template"), channel, key.name(), key.language(), place.checks());
    if (template != null) {
      TemplateChecks.sameVariables(field, variables.keySet(), template, place.checks());
      linkChecks.readStep(place.path(path), send, template, place.checks());
    }
    return template;
  }

  private static Map<String, String> variables(@Nullable Map<String, PlaceholderText> given) {
    Map<String, String> variables = new TreeMap<>();
    if (given != null) {
      given.forEach((name, text) -> variables.put(name, text.pattern()));
    }
    return variables;
  }

  /** Limits, costs and consent go by a campaign's category. */
  private static void sameCategory(
      Template template, List<Template> before, String path, Place place) {
    if (!before.isEmpty() && !template.category().equals(before.get(0).category())) {
      place.fail(
          path + ".template",
          "must be of the category of the steps before, %s; it is %s. Messages of another category need a campaign of their own."
              .formatted(before.get(0).category(), template.category()));
    }
  }

  private void enters(EnterJourneySettings enter, String path, UUID accountId, Place place) {
    boolean journey =
        campaigns.find(accountId, enter.campaignId()).map(Campaign::journeyHash).isPresent();
    if (!journey) {
      place.fail(
          path + ".campaign_id", "must be the id of a campaign of this account with a journey.");
    } else if (place.campaignId() != null) {
      circles
          .leadsBack(accountId, enter.campaignId(), place.campaignId())
          .ifPresent(
              back ->
                  place.fail(
                      path + ".campaign_id",
                      "must not lead back: the journey of campaign %s enters this one, so people would go round and round. Take one of the steps out."
                          .formatted(back)));
    }
  }
}
