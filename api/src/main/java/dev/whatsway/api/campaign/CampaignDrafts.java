package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.campaign.Tracking;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateVariables;
import dev.whatsway.store.template.Templates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a new campaign against the account's channels, audiences and templates. */
@Component
public class CampaignDrafts {

  private static final List<String> TRACKING = Checks.wires(Tracking.class, Tracking::wire);
  private static final String LATER = "comes with a later version of WhatsWay; leave it out";
  private static final int MAX_VALUE = 1024;

  private final Channels channels;
  private final RecipientChecks recipientChecks;
  private final Templates templates;
  private final FallbackChecks fallbackChecks;
  private final LinkChecks linkChecks;
  private final Clock clock;

  CampaignDrafts(
      Channels channels,
      RecipientChecks recipientChecks,
      Templates templates,
      FallbackChecks fallbackChecks,
      LinkChecks linkChecks,
      Clock clock) {
    this.channels = channels;
    this.recipientChecks = recipientChecks;
    this.templates = templates;
    this.fallbackChecks = fallbackChecks;
    this.linkChecks = linkChecks;
    this.clock = clock;
  }

  /**
   * Returns the campaign that is asked for.
   *
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  Campaign draft(CampaignRequest request, UUID accountId) {
    return draft(request, accountId, new Checks());
  }

  /**
   * Returns the campaign that is asked for.
   *
   * @param checks with what was found wrong so far
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  public Campaign draft(CampaignRequest request, UUID accountId, Checks checks) {
    Instant now = clock.instant();
    String name = checks.text("name", request.name(), 200);
    later(request, checks);
    recipientChecks.check(request.audienceId(), request.segmentId(), accountId, checks);
    Channel channel = channel(request.channelId(), accountId, checks);
    Template template = template(request.template(), channel, checks);
    List<UUID> fallbacks =
        fallbackChecks.read(request.fallbackChannelIds(), channel, template, checks);
    LinkChecks.Links links =
        linkChecks.read(request.trackedLinks(), request.linkTarget(), template, checks);
    Map<String, String> variables = variables(request.variables(), links, template, checks);
    ScheduleChecks times = new ScheduleChecks(checks, now);
    ScheduleChecks.Schedule schedule = times.read(request.schedule());
    Duration ttl =
        times.duration(
            "message_ttl",
            request.messageTtl(),
            Duration.ofDays(30),
            Duration.ofSeconds(1),
            Duration.ofDays(60));
    Duration deadline =
        times.duration(
            "unknown_deadline",
            request.unknownDeadline(),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(30));
    int retries = checks.within("marketing_cap_retries", request.marketingCapRetries(), 1, 0, 7);
    String tracking =
        checks.oneOf("tracking", request.tracking(), Tracking.MESSAGE_WORKFLOW.wire(), TRACKING);
    String category = category(request.category(), template, checks);
    checks.done();
    if (channel == null || template == null) {
      throw new IllegalStateException("A check that failed was not recorded.");
    }
    return new Campaign(
        UUID.randomUUID(),
        accountId,
        name,
        channel.id(),
        fallbacks,
        request.audienceId(),
        request.segmentId(),
        template.name(),
        template.language(),
        category,
        variables,
        schedule.startAt(),
        schedule.timezone(),
        schedule.startBy(),
        schedule.misfire(),
        schedule.endAt(),
        retries,
        tracking,
        links.target(),
        ttl,
        deadline,
        CampaignStatus.DRAFT,
        null,
        now,
        null,
        null,
        null,
        now);
  }

  private static void later(CampaignRequest request, Checks checks) {
    if (request.journey() != null) {
      checks.fail("journey", LATER + " and name a template.");
    }
    if (request.quietHours() != null) {
      checks.fail("quiet_hours", LATER + ".");
    }
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
    if (checks.required("template", key, "an object of name and language") == null) {
      return null;
    }
    String name = checks.text("template.name", key.name(), 512);
    String language = checks.text("template.language", key.language(), 20);
    if (channel == null || name.isEmpty() || language.isEmpty()) {
      return null;
    }
    Template template =
        templates.find(channel.accountId(), channel.wabaId(), name, language).orElse(null);
    if (template == null) {
      checks.fail(
          "template",
          "must be a template known for the channel's WABA in this language; GET"
              + " /api/v1/templates?waba_id="
              + channel.wabaId()
              + " lists them.");
    } else if (!template.status().equals("APPROVED")) {
      checks.fail("template", "must be approved; Meta has it as " + template.status() + ".");
    }
    return template;
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
      given.forEach((key, value) -> variables.put(key, value(key, value, checks)));
    }
    links.into(variables, checks);
    if (template == null) {
      return variables;
    }
    Set<String> declared = TemplateVariables.of(template.components());
    for (String key : declared) {
      if (!variables.containsKey(key)) {
        checks.fail("variables." + key, "is required: the template declares it.");
      }
    }
    for (String key : variables.keySet()) {
      if (!declared.contains(key)) {
        checks.fail(
            "variables." + key,
            declared.isEmpty()
                ? "must be left out: the template declares no variables."
                : "is not a variable of the template; it declares "
                    + String.join(", ", declared)
                    + ".");
      }
    }
    return variables;
  }

  private static String value(String key, @Nullable String value, Checks checks) {
    // Meta refuses newlines, tabs and more than four spaces in a row (132018).
    if (value == null
        || value.isBlank()
        || value.length() > MAX_VALUE
        || value.matches("(?s).*([\\n\\r\\t]| {5}).*")) {
      checks.fail(
          "variables." + key,
          "must be a text of 1 to 1024 characters without line breaks, tabs or five spaces in a"
              + " row.");
      return "";
    }
    if (!Placeholders.valid(value)) {
      checks.fail("variables." + key, "must write its placeholders as {{name}}.");
    }
    return value;
  }
}
