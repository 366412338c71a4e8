package dev.whatsway.api.recurring;

import dev.whatsway.api.campaign.CampaignDrafts;
import dev.whatsway.api.campaign.CampaignRequest;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.JourneyPlans;
import dev.whatsway.store.recurring.RecurringCampaign;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks recurring campaigns; the campaign in them as any other. */
@Component
class RecurringDrafts {

  private static final List<String> OVERLAPS = List.of("skip", "buffer_one", "allow");
  private static final String NONE = "none";

  private static final Duration CATCH_UP = Duration.ofHours(1);

  /** Temporal's least. */
  private static final Duration SHORTEST_CATCH_UP = Duration.ofSeconds(10);

  private static final Duration LONGEST_CATCH_UP = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final CampaignDrafts campaigns;
  private final JourneyPlans plans;
  private final JsonMapper json;
  private final Clock clock;

  RecurringDrafts(CampaignDrafts campaigns, JourneyPlans plans, JsonMapper json, Clock clock) {
    this.campaigns = campaigns;
    this.plans = plans;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Returns the one that is asked for.
   *
   * @param key the request's Idempotency-Key, null where it has none: repetitions get the same id,
   *     for a process may die before its answer is remembered
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  RecurringCampaign draft(RecurringRequest request, UUID accountId, @Nullable String key) {
    Checks checks = new Checks();
    Instant now = clock.instant();
    checks.required("every", request.every(), "cron, or weekdays and time, with a timezone");
    checks.required("campaign", request.campaign(), "the fields of POST /api/v1/campaigns");
    Every every = request.every() == null ? null : Every.read(request.every(), checks, now);
    Bounds bounds = new Bounds(request, checks);
    String overlap = checks.oneOf("overlap", request.overlap(), OVERLAPS.get(0), OVERLAPS);
    Duration catchUp = bounds.catchUp(CATCH_UP);
    Duration startBy = bounds.startBy(null);
    Duration endAfter = bounds.endAfter(null);
    Campaign campaign = campaign(request.campaign(), accountId, checks);
    checks.done();
    if (every == null || campaign == null) {
      throw new IllegalStateException("A check that failed was not recorded.");
    }
    return new RecurringCampaign(
        key == null ? UUID.randomUUID() : id(accountId, key, request),
        accountId,
        asked(request.campaign()),
        campaign,
        every.told(),
        every.zone().getId(),
        overlap,
        catchUp,
        startBy,
        endAfter,
        false,
        1,
        false,
        now,
        now);
  }

  /**
   * Returns it with what is asked for changed.
   *
   * @throws dev.whatsway.api.problem.ApiException naming every field that is wrong
   */
  RecurringCampaign change(RecurringCampaign before, RecurringRequest request) {
    Checks checks = new Checks();
    Instant now = clock.instant();
    Every every =
        request.every() == null
            ? Every.of(before.every(), before.timezone())
            : Every.read(request.every(), checks, now);
    Bounds bounds = new Bounds(request, checks);
    String overlap = checks.oneOf("overlap", request.overlap(), before.overlap(), OVERLAPS);
    Duration catchUp = bounds.catchUp(before.catchUp());
    Duration startBy = bounds.startBy(before.startBy());
    Duration endAfter = bounds.endAfter(before.endAfter());
    Campaign campaign = campaign(request.campaign(), before.accountId(), checks);
    checks.done();
    return new RecurringCampaign(
        before.id(),
        before.accountId(),
        campaign == null ? before.request() : asked(request.campaign()),
        campaign == null ? before.definition() : campaign,
        every.told(),
        every.zone().getId(),
        overlap,
        catchUp,
        startBy,
        endAfter,
        before.paused(),
        before.version(),
        false,
        before.createdAt(),
        now);
  }

  private @Nullable Campaign campaign(
      @Nullable CampaignRequest request, UUID accountId, Checks checks) {
    if (request == null) {
      return null;
    }
    Checks within = checks.within("campaign");
    if (request.schedule() != null) {
      within.fail(
          "schedule",
          "must be left out: every says when each campaign starts, start_by and end_after the rest.");
    }
    CampaignDrafts.Draft draft = campaigns.draft(request, accountId, within);
    JourneyPlan plan = draft.plan();
    if (plan != null) {
      plans.keep(accountId, plan.hash(), plan.json());
    }
    return draft.campaign();
  }

  private UUID id(UUID accountId, String key, RecurringRequest request) {
    String told = accountId + "\n" + key + "\n" + json.writeValueAsString(request);
    return UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8));
  }

  /** Without what was left out, so that it can be sent back as it is shown. */
  private JsonNode asked(@Nullable CampaignRequest request) {
    ObjectNode asked = json.valueToTree(request);
    List.copyOf(asked.propertyNames()).stream()
        .filter(field -> asked.path(field).isNull())
        .forEach(asked::remove);
    return asked;
  }

  /** The lengths of time of a request. */
  private record Bounds(RecurringRequest request, Checks checks) {

    Duration catchUp(Duration before) {
      return checks.duration(
          "catch_up", request.catchUp(), before, SHORTEST_CATCH_UP, LONGEST_CATCH_UP);
    }

    @Nullable Duration startBy(@Nullable Duration before) {
      return length("start_by", request.startBy(), before);
    }

    @Nullable Duration endAfter(@Nullable Duration before) {
      return length("end_after", request.endAfter(), before);
    }

    private @Nullable Duration length(
        String field, @Nullable String value, @Nullable Duration before) {
      if (value == null) {
        return before;
      }
      return value.equals(NONE) ? null : checks.duration(field, value, LONGEST, SHORTEST, LONGEST);
    }
  }
}
