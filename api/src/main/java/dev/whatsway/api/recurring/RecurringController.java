package dev.whatsway.api.recurring;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.recurring.RecurringCampaign;
import dev.whatsway.store.recurring.RecurringCampaigns;
import dev.whatsway.store.recurring.RecurringRuns;
import dev.whatsway.store.recurring.RecurringRuns.Past;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/recurring-campaigns")
@Tag(name = "recurring campaigns", description = "Campaigns that come again and again.")
class RecurringController {

  private static final int RECENT = 10;

  private final RecurringCampaigns rows;
  private final RecurringRuns runs;
  private final RecurringDrafts drafts;
  private final RecurringPlans plans;
  private final TemporalLinks links;
  private final Clock clock;

  RecurringController(
      RecurringCampaigns rows,
      RecurringRuns runs,
      RecurringDrafts drafts,
      RecurringPlans plans,
      TemporalLinks links,
      Clock clock) {
    this.rows = rows;
    this.runs = runs;
    this.drafts = drafts;
    this.plans = plans;
    this.links = links;
    this.clock = clock;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Create a recurring campaign",
      description = "It is launched: at each of its times a campaign is made and sent.")
  RecurringView create(
      @RequestBody RecurringRequest request,
      @Parameter(hidden = true) @RequestHeader(name = "Idempotency-Key", required = false)
          @Nullable String key,
      Caller caller) {
    return get(plans.make(drafts.draft(request, caller.accountId(), key)), caller);
  }

  @GetMapping
  @Operation(
      summary = "List the recurring campaigns with their next times",
      description = "Without the steps of journeys, which each shows by itself.")
  Page<RecurringView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.ofAll(
        rows.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        this::views,
        RecurringCampaign::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a recurring campaign with its next times and its last campaigns")
  RecurringView get(@PathVariable UUID id, Caller caller) {
    return view(plans.find(caller.accountId(), id));
  }

  @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Change a recurring campaign",
      description =
          "What is left out stays; campaign and every are given whole. Campaigns that were made"
              + " already stay as they are.")
  RecurringView change(
      @PathVariable UUID id, @RequestBody RecurringRequest request, Caller caller) {
    plans.change(caller.accountId(), id, before -> drafts.change(before, request));
    return get(id, caller);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Delete a recurring campaign",
      description = "No further campaign comes of it. Those that were made stay as they are.")
  void delete(@PathVariable UUID id, Caller caller) {
    plans.delete(caller.accountId(), id);
  }

  @PostMapping("/{id}/pause")
  @Operation(
      summary = "Pause a recurring campaign",
      description =
          "From the answer on no campaign comes of it, and what it misses is not made up for. A"
              + " campaign that is running is paused by its own path.")
  RecurringView pause(@PathVariable UUID id, Caller caller) {
    return paused(true, id, caller);
  }

  @PostMapping("/{id}/resume")
  @Operation(summary = "Resume a recurring campaign from its next time on")
  RecurringView resume(@PathVariable UUID id, Caller caller) {
    return paused(false, id, caller);
  }

  private RecurringView paused(boolean paused, UUID id, Caller caller) {
    plans.change(caller.accountId(), id, before -> before.withPaused(paused));
    return get(id, caller);
  }

  private List<RecurringView> views(List<RecurringCampaign> shown) {
    Map<UUID, List<Past>> past =
        runs.last(shown.stream().map(RecurringCampaign::id).toList(), RECENT);
    return shown.stream()
        .map(
            recurring ->
                RecurringView.of(
                        recurring,
                        past.getOrDefault(recurring.id(), List.of()),
                        clock.instant(),
                        links)
                    .withoutJourney())
        .toList();
  }

  private RecurringView view(RecurringCampaign recurring) {
    return RecurringView.of(recurring, runs.last(recurring.id(), RECENT), clock.instant(), links);
  }
}
