package dev.whatsway.api.journey;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.JourneyDetails;
import dev.whatsway.store.journey.JourneyLookups;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns/{id}/journeys")
@Tag(name = "journeys")
class JourneyController {

  private static final List<String> STATUSES =
      Checks.wires(JourneyLookups.Status.class, JourneyLookups.Status::wire);

  private final Travelers travelers;
  private final JourneyLookups journeys;
  private final TemporalLinks links;

  JourneyController(Travelers travelers, JourneyLookups journeys, TemporalLinks links) {
    this.travelers = travelers;
    this.journeys = journeys;
    this.links = links;
  }

  @GetMapping
  @Operation(
      summary = "List the people on their way through a campaign",
      description =
          "In the order of the audience, then as they entered; with step those who are there now.")
  Page<JourneyView> listJourneys(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String step,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    travelers.campaign(id, caller);
    return Page.of(
        journeys.page(
            id, status(status, step), step, Cursor.number(cursor), Cursor.limit(limit) + 1),
        limit,
        journey -> JourneyView.of(journey, links),
        JourneyDetails::ordinal);
  }

  @GetMapping("/{contact}")
  @Operation(
      summary = "Get where a person is on their way, and why",
      description = "By contact id or number in E.164; of several runs the latest.")
  TravelerView getJourney(@PathVariable UUID id, @PathVariable String contact, Caller caller) {
    Campaign campaign = travelers.campaign(id, caller);
    JourneyDetails journey = travelers.find(campaign, contact);
    return new TravelerView(
        JourneyView.of(journey, links),
        journeys.unfit(campaign.accountId(), journey).entrySet().stream()
            .map(unfit -> new TravelerView.SkipView(unfit.getKey(), unfit.getValue()))
            .toList(),
        journeys.messages(journey).stream().map(TravelerView.SentView::of).toList());
  }

  private static JourneyLookups.@Nullable Status status(
      @Nullable String status, @Nullable String step) {
    if (status == null) {
      return step == null ? null : JourneyLookups.Status.ACTIVE;
    }
    Checks checks = new Checks();
    String word = checks.oneOf("status", status, null, STATUSES);
    if (step != null && !word.equals(JourneyLookups.Status.ACTIVE.wire())) {
      checks.fail("status", "must be active, or left out, with step: it asks who is there now.");
    }
    checks.done();
    return JourneyLookups.Status.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
