package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.CampaignQuietHours;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks a new campaign against the account's channels, audiences and templates. */
@Component
public class CampaignDrafts {

  private static final List<String> TRACKING = Checks.wires(Tracking.class, Tracking::wire);
  private static final List<String> PAUSE_MODES = List.of("keep", "freeze");

  private final Channels channels;
  private final RecipientChecks recipientChecks;
  private final TemplateChecks templateChecks;
  private final FallbackChecks fallbackChecks;
  private final LinkChecks linkChecks;
  private final QuietChecks quietChecks;
  private final JourneyChecks journeyChecks;
  private final Clock clock;

  CampaignDrafts(
      Channels channels,
      RecipientChecks recipientChecks,
      TemplateChecks templateChecks,
      FallbackChecks fallbackChecks,
      LinkChecks linkChecks,
      QuietChecks quietChecks,
      JourneyChecks journeyChecks,
      Clock clock) {
    this.channels = channels;
    this.recipientChecks = recipientChecks;
    this.templateChecks = templateChecks;
    this.fallbackChecks = fallbackChecks;
    this.linkChecks = linkChecks;
    this.quietChecks = quietChecks;
    this.journeyChecks = journeyChecks;
    this.clock = clock;
  }

  /**
   * A campaign to be.
   *
   * @param plan what its people go through; null for one message to each
   */
  public record Draft(Campaign campaign, @Nullable JourneyPlan plan) {}

  /**
   * What is sent.
   *
   * @param templates of all messages; empty where a check failed
   * @param shared those of them that a fallback channel may have to send
   */
  private record Content(
      List<Template> templates,
      List<GivenTemplate> shared,
      Map<String, String> variables,
      @Nullable String linkTarget,
      @Nullable JourneyPlan plan,
      @Nullable String entryEvent) {}

  /**
   * Returns the campaign that is asked for.
   *
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  Draft draft(CampaignRequest request, UUID accountId) {
    return draft(request, accountId, new Checks());
  }

  /**
   * Returns the campaign that is asked for.
   *
   * @param checks with what was found wrong so far
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  public Draft draft(CampaignRequest request, UUID accountId, Checks checks) {
    Instant now = clock.instant();
    String name = checks.text("name", request.name(), 200);
    Channel channel = channel(request.channelId(), accountId, checks);
    boolean journey = given(request.journey());
    Content content =
        journey
            ? journey(request, accountId, channel, checks)
            : oneMessage(request, accountId, channel, checks);
    List<UUID> fallbacks =
        fallbackChecks.read(request.fallbackChannelIds(), channel, content.shared(), checks);
    ScheduleChecks times = new ScheduleChecks(checks, now);
    ScheduleChecks.Schedule schedule = times.read(request.schedule());
    CampaignQuietHours quiet = quietChecks.read(request.quietHours(), accountId, checks);
    int priority = checks.within("priority", request.priority(), 50, 0, 100);
    Duration ttl =
        checks.duration(
            "message_ttl",
            request.messageTtl(),
            Duration.ofDays(30),
            Duration.ofSeconds(1),
            Duration.ofDays(60));
    Duration deadline =
        checks.duration(
            "unknown_deadline",
            request.unknownDeadline(),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(30));
    int retries = checks.within("marketing_cap_retries", request.marketingCapRetries(), 1, 0, 7);
    String tracking =
        checks.oneOf("tracking", request.tracking(), Tracking.MESSAGE_WORKFLOW.wire(), TRACKING);
    if (journey && tracking.equals(Tracking.LEDGER.wire())) {
      checks.fail("tracking", "must be message-workflow: a journey waits for each message.");
    }
    String pauseMode = pauseMode(request.pauseMode(), journey, checks);
    Template first = content.templates().isEmpty() ? null : content.templates().get(0);
    String category = category(request.category(), first, checks);
    checks.done();
    if (channel == null || first == null) {
      throw new IllegalStateException("A check that failed was not recorded.");
    }
    JourneyPlan plan = content.plan();
    Campaign campaign =
        new Campaign(
            UUID.randomUUID(),
            accountId,
            name,
            channel.id(),
            fallbacks,
            request.audienceId(),
            request.segmentId(),
            content.entryEvent(),
            plan == null ? null : plan.hash(),
            pauseMode,
            first.name(),
            first.language(),
            category,
            content.variables(),
            schedule.startAt(),
            schedule.timezone(),
            schedule.startBy(),
            schedule.misfire(),
            schedule.endAt(),
            retries,
            quiet,
            priority,
            tracking,
            content.linkTarget(),
            ttl,
            deadline,
            CampaignStatus.DRAFT,
            null,
            now,
            null,
            null,
            null,
            now);
    return new Draft(campaign, plan);
  }

  private Content oneMessage(
      CampaignRequest request, UUID accountId, @Nullable Channel channel, Checks checks) {
    recipientChecks.check(request.audienceId(), request.segmentId(), accountId, checks);
    Template template = template(request.template(), channel, checks);
    LinkChecks.Links links =
        linkChecks.read(request.trackedLinks(), request.linkTarget(), template, checks);
    Map<String, String> variables = variables(request.variables(), links, template, checks);
    List<Template> templates = template == null ? List.of() : List.of(template);
    List<GivenTemplate> shared =
        template == null ? List.of() : List.of(new GivenTemplate(template, variables.keySet()));
    return new Content(templates, shared, variables, links.target(), null, null);
  }

  private Content journey(
      CampaignRequest request, UUID accountId, @Nullable Channel channel, Checks checks) {
    withoutJourney("template", request.template(), checks);
    withoutJourney("variables", request.variables(), checks);
    withoutJourney("link_target", request.linkTarget(), checks);
    withoutJourney(
        "tracked_links", Boolean.TRUE.equals(request.trackedLinks()) ? true : null, checks);
    JourneyChecks.Checked checked =
        journeyChecks.check(
            Objects.requireNonNull(request.journey()),
            "journey",
            accountId,
            channel,
            fallbacks(request),
            checks);
    if (checked == null) {
      return new Content(List.of(), List.of(), Map.of(), null, null, null);
    }
    String event = checked.entryEvent();
    if (event == null) {
      recipientChecks.check(request.audienceId(), request.segmentId(), accountId, checks);
    } else {
      recipientChecks.none(request.audienceId(), request.segmentId(), checks);
    }
    return new Content(
        checked.templates(), checked.shared(), Map.of(), null, checked.plan(), event);
  }

  private static List<UUID> fallbacks(CampaignRequest request) {
    List<@Nullable UUID> given = request.fallbackChannelIds();
    return given == null ? List.of() : given.stream().filter(Objects::nonNull).toList();
  }

  private static void withoutJourney(String field, @Nullable Object given, Checks checks) {
    if (given != null) {
      checks.fail(field, "must be left out where journey is given: its send steps say it.");
    }
  }

  private static String pauseMode(@Nullable String given, boolean journey, Checks checks) {
    if (given != null && !journey) {
      checks.fail("pause_mode", "must be left out without journey: only journeys wait.");
      return PAUSE_MODES.get(0);
    }
    return checks.oneOf("pause_mode", given, PAUSE_MODES.get(0), PAUSE_MODES);
  }

  private static boolean given(@Nullable JsonNode field) {
    return field != null && !field.isNull();
  }

  private @Nullable Channel channel(@Nullable UUID id, UUID accountId, Checks checks) {
    if (checks.required("channel_id", id, "the id of the channel to send from") == null) {
      return null;
    }
    Channel channel = channels.find(accountId, id).orElse(null);
    if (channel == null) {
      checks.fail("channel_id", "must be the id of a channel of this account.");
    }
    return channel;
  }

  private @Nullable Template template(
      CampaignRequest.@Nullable TemplateName key, @Nullable Channel channel, Checks checks) {
    if (checks.required("template", key, "an object of name and language, or journey in its stead")
        == null) {
      return null;
    }
    String name = checks.text("template.name", key.name(), 512);
    String language = checks.text("template.language", key.language(), 20);
    if (channel == null || name.isEmpty() || language.isEmpty()) {
      return null;
    }
    return templateChecks.find("template", channel, name, language, checks);
  }

  private static String category(
      @Nullable String category, @Nullable Template template, Checks checks) {
    if (template == null) {
      return "";
    }
    if (category != null && !category.toUpperCase(Locale.ROOT).equals(template.category())) {
      checks.fail("category", "must be the template's: " + template.category() + ".");
    }
    return template.category();
  }

  private static Map<String, String> variables(
      @Nullable Map<String, @Nullable String> given,
      LinkChecks.Links links,
      @Nullable Template template,
      Checks checks) {
    Map<String, String> variables = new TreeMap<>();
    if (given != null) {
      given.forEach(
          (key, value) ->
              variables.put(key, TemplateChecks.value("variables." + key, key, value, checks)));
    }
    links.into(variables, checks);
    if (template == null) {
      return variables;
    }
    TemplateChecks.sameVariables("variables", variables.keySet(), template, checks);
    return variables;
  }
}
