package dev.whatsway.api.template;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.campaign.LinkClicks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/templates/{id}/clicks")
@Tag(name = "templates")
class TemplateClicksController {

  private final LinkClicks clicks;

  TemplateClicksController(LinkClicks clicks) {
    this.clicks = clicks;
  }

  @GetMapping
  @Operation(
      summary = "Get how often a template's links were followed",
      description =
          "As Meta's Marketing Messages tells it: without message or person, so counted for the"
              + " template that the number's latest campaign sent.")
  TemplateClicksView clicks(@PathVariable UUID id, Caller caller) {
    return clicks
        .ofTemplate(caller.accountId(), id)
        .map(counts -> new TemplateClicksView(counts.clicked(), counts.landingPageViews()))
        .orElseThrow(() -> ApiException.notFound("template", id));
  }

  /**
   * What Meta told of a template's links.
   *
   * @param landingPageViews times the page behind was shown; a click may have none
   */
  @Schema(name = "TemplateClicks")
  record TemplateClicksView(long clicked, long landingPageViews) {}
}
