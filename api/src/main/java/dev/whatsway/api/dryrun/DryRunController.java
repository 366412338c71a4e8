package dev.whatsway.api.dryrun;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.dryrun.DryRunAsked;
import dev.whatsway.store.dryrun.DryRunRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/campaigns/{campaign}/dry-run")
@Tag(name = "campaigns")
class DryRunController {

  private final Campaigns campaigns;
  private final DryRunRows rows;
  private final JsonMapper json;

  DryRunController(Campaigns campaigns, DryRunRows rows, JsonMapper json) {
    this.campaigns = campaigns;
    this.rows = rows;
    this.json = json;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Try a campaign out on a sample of its people",
      description =
          "Its workflow on virtual time: nothing is sent, and nothing but the report is stored."
              + " Takes up to a minute for 1000 people, and fails after ten; GET it by its id. A"
              + " campaign has one at a time, an account five.")
  DryRunView ask(
      @PathVariable UUID campaign,
      @RequestBody(required = false) @Nullable DryRunRequest request,
      Caller caller) {
    find(campaign, caller);
    DryRunRequest asked = request == null ? new DryRunRequest(null, null, null) : request;
    check(asked);
    UUID id = placed(rows.ask(caller.accountId(), campaign, json.writeValueAsString(asked)));
    return getDryRun(campaign, id, caller);
  }

  private static UUID placed(DryRunAsked asked) {
    if (asked instanceof DryRunAsked.Placed placed) {
      return placed.id();
    }
    throw new ApiException(
        ProblemKind.INVALID_STATE,
        asked instanceof DryRunAsked.Another another
            ? "Dry run %s of this campaign is not done; wait until it is.".formatted(another.id())
            : "%d dry runs of this account are not done, which is the most; wait until one is."
                .formatted(((DryRunAsked.Enough) asked).open()));
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a dry run with its report")
  DryRunView getDryRun(@PathVariable UUID campaign, @PathVariable UUID id, Caller caller) {
    find(campaign, caller);
    return rows.find(campaign, id)
        .map(DryRunView::of)
        .orElseThrow(() -> ApiException.notFound("dry run", id));
  }

  private static void check(DryRunRequest asked) {
    Checks checks = new Checks();
    checks.within("sample", asked.sample(), 1, 1, 10_000);
    checks.within("days", asked.days(), 1, 1, 400);
    DryRunRequest.RatesRequest rates = asked.rates();
    if (rates != null) {
      rate("rates.delivered", rates.delivered(), checks);
      rate("rates.read", rates.read(), checks);
      rate("rates.clicked", rates.clicked(), checks);
      rate("rates.replied", rates.replied(), checks);
      if (rates.events() != null) {
        rates
            .events()
            .forEach(
                (name, rate) -> {
                  if (checks.required("rates.events." + name, rate, "a number from 0 to 1")
                      != null) {
                    rate("rates.events." + name, rate, checks);
                  }
                });
      }
    }
    checks.done();
  }

  private static void rate(String field, @Nullable Double rate, Checks checks) {
    if (rate != null && !(rate >= 0 && rate <= 1)) {
      checks.fail(field, "must be a number from 0 to 1.");
    }
  }

  private void find(UUID campaign, Caller caller) {
    if (campaigns.find(caller.accountId(), campaign).isEmpty()) {
      throw ApiException.notFound("campaign", campaign);
    }
  }
}
