package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.journey.JourneyVersions;
import dev.whatsway.store.template.Template;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/campaigns/{id}/journey")
@Tag(name = "campaigns")
class JourneyVersionController {

  private final Campaigns campaigns;
  private final Channels channels;
  private final JourneyChecks journeyChecks;
  private final FallbackChecks fallbackChecks;
  private final JourneyVersions versions;
  private final JourneyPlans stored;
  private final CompiledPlans plans;
  private final CampaignViews views;
  private final Clock clock;

  JourneyVersionController(
      Campaigns campaigns,
      Channels channels,
      JourneyChecks journeyChecks,
      FallbackChecks fallbackChecks,
      JourneyVersions versions,
      JourneyPlans stored,
      CompiledPlans plans,
      CampaignViews views,
      Clock clock) {
    this.campaigns = campaigns;
    this.channels = channels;
    this.journeyChecks = journeyChecks;
    this.fallbackChecks = fallbackChecks;
    this.versions = versions;
    this.stored = stored;
    this.plans = plans;
    this.views = views;
    this.clock = clock;
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Give a campaign another journey",
      description =
          "The body is the definition. Whoever enters from now on gets it; people on their way stay"
              + " on theirs until a migration.")
  CampaignView changeJourney(
      @PathVariable UUID id, @RequestBody JsonNode definition, Caller caller) {
    Campaign campaign = open(id, caller);
    Checks checks = new Checks();
    Channel channel = channels.find(caller.accountId(), campaign.channelId()).orElseThrow();
    JourneyChecks.Checked checked = journeyChecks.checkNext(definition, campaign, channel, checks);
    if (checked != null) {
      fits(campaign, checked, checks);
      fallbackChecks.read(campaign.fallbackChannelIds(), channel, checked.shared(), checks);
    }
    checks.done();
    JourneyPlan plan = Objects.requireNonNull(checked).plan();
    Template first = checked.templates().get(0);
    if (!versions.change(id, plan, first.name(), first.language(), clock.instant())) {
      throw closed("closed by now");
    }
    return views.of(find(id, caller));
  }

  @PostMapping(path = "/migrate", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Let people on an older journey go on in the campaign's",
      description =
          "For each step of the older one: the step of the present one where those who are there go"
              + " on, or exit. Each goes over at once, in the midst of a wait, too.")
  MigrationView migrateJourney(
      @PathVariable UUID id, @RequestBody MigrationRequest request, Caller caller) {
    Campaign campaign = open(id, caller);
    String current = Objects.requireNonNull(campaign.journeyHash());
    Checks checks = new Checks();
    String from = from(request.from(), campaign, checks);
    Map<String, String> steps = new TreeMap<>();
    if (checks.required("steps", request.steps(), "a new step, or exit, for each old one")
        != null) {
      request.steps().forEach((old, to) -> steps.put(old, to == null ? "" : to));
    }
    if (!checks.failed()) {
      checkSteps(plan(campaign, from), plan(campaign, current), steps, checks);
    }
    checks.done();
    int told = versions.migrate(id, from, current, steps, clock.instant());
    if (told < 0) {
      throw new ApiException(
          ProblemKind.CONFLICT,
          "The campaign was given another journey meanwhile; look at it, and migrate to that.");
    }
    return new MigrationView(from, current, told);
  }

  private static void fits(Campaign campaign, JourneyChecks.Checked checked, Checks checks) {
    if (!Objects.equals(campaign.entryEvent(), checked.entryEvent())) {
      checks.fail(
          "entry.event",
          campaign.entryEvent() == null
              ? "must be left out: the campaign is for an audience or a segment. Create another."
              : "must be " + campaign.entryEvent() + " as before; create another campaign.");
    }
    if (!checked.templates().isEmpty()
        && !checked.templates().get(0).category().equals(campaign.category())) {
      checks.fail(
          "steps",
          "must send templates of the campaign's category, "
              + campaign.category()
              + "; create another campaign.");
    }
  }

  private String from(@Nullable String given, Campaign campaign, Checks checks) {
    String from =
        checks.matching(
            "from", given, text -> text.matches("[0-9a-f]{64}"), "the journey_hash to leave");
    if (checks.failed()) {
      return from;
    }
    if (from.equals(campaign.journeyHash())) {
      checks.fail("from", "must be an older journey_hash than the campaign's present one.");
    } else if (stored.find(campaign.accountId(), from).isEmpty()) {
      checks.fail("from", "must be the journey_hash of an older journey of this campaign.");
    }
    return from;
  }

  private JourneyPlan plan(Campaign campaign, String hash) {
    return plans
        .find(campaign.accountId(), hash)
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemKind.INVALID_STATE,
                    "The journey %s has steps of a plug-in that this api is started without."
                        .formatted(hash)));
  }

  private static void checkSteps(
      JourneyPlan from, JourneyPlan to, Map<String, String> steps, Checks checks) {
    TreeSet<String> missing = new TreeSet<>(from.steps().keySet());
    missing.removeAll(steps.keySet());
    if (!missing.isEmpty()) {
      checks.fail(
          "steps",
          "must say of every step of the older journey where it goes on; missing are "
              + String.join(", ", missing)
              + ".");
    }
    steps.forEach(
        (old, target) -> {
          if (!from.steps().containsKey(old)) {
            checks.fail("steps", "must name steps of the older journey only, as " + ids(from));
          } else if (!target.equals(StepRef.EXIT) && !to.steps().containsKey(target)) {
            checks.fail("steps." + old, "must be exit, or a step of the present one: " + ids(to));
          }
        });
  }

  private static String ids(JourneyPlan plan) {
    return String.join(", ", plan.steps().keySet()) + ".";
  }

  private Campaign open(UUID id, Caller caller) {
    Campaign campaign = find(id, caller);
    if (campaign.journeyHash() == null) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The campaign sends one message to each and has no journey; create another with one.");
    }
    if (campaign.status().closed()) {
      throw closed(campaign.status().wire());
    }
    return campaign;
  }

  private static ApiException closed(String status) {
    return new ApiException(
        ProblemKind.INVALID_STATE,
        "The campaign is %s; nothing of it can change any more.".formatted(status));
  }

  private Campaign find(UUID id, Caller caller) {
    return campaigns
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("campaign", id));
  }

  /** Where people on an older journey go on. */
  @Schema(name = "MigrationRequest")
  record MigrationRequest(
      @Schema(
              description = "The journey_hash of the older journey.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String from,
      @Schema(
              description = "For each of its steps a step of the campaign's journey, or exit.",
              example = "{\"welcome\": \"welcome\", \"reminder\": \"exit\"}",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Map<String, @Nullable String> steps) {}

  /**
   * What came of it.
   *
   * @param told people on the older journey who go over now
   */
  @Schema(name = "Migration")
  record MigrationView(String from, String to, int told) {}
}
