package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.CampaignCommands;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns/{id}")
@Tag(name = "campaigns")
class CommandController {

  private final Campaigns campaigns;
  private final CampaignViews views;
  private final CampaignLaunch launch;
  private final CampaignCommands commands;
  private final Clock clock;

  CommandController(
      Campaigns campaigns,
      CampaignViews views,
      CampaignLaunch launch,
      CampaignCommands commands,
      Clock clock) {
    this.campaigns = campaigns;
    this.views = views;
    this.launch = launch;
    this.commands = commands;
    this.clock = clock;
  }

  @PostMapping("/launch")
  @Operation(
      summary = "Launch a campaign",
      description =
          "Starts its workflow, which waits for start_at. A campaign that was launched is left as"
              + " it is.")
  CampaignView launch(@PathVariable UUID id, Caller caller) {
    launch.launch(find(id, caller));
    return view(id, caller);
  }

  @PostMapping("/pause")
  @Operation(
      summary = "Pause a campaign",
      description =
          "Answers 200 when no send is in flight; from then on none starts. 202 when it was"
              + " accepted but a send is in flight still.")
  ResponseEntity<CampaignView> pause(
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable Reason reason,
      Caller caller) {
    launched(find(id, caller), "paused");
    return answer(commands.pause(id, text(reason)), id, caller);
  }

  @PostMapping("/resume")
  @Operation(summary = "Resume a paused campaign where it stopped")
  ResponseEntity<CampaignView> resume(
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable Reason reason,
      Caller caller) {
    launched(find(id, caller), "resumed");
    return answer(commands.resume(id, text(reason)), id, caller);
  }

  @PostMapping("/cancel")
  @Operation(summary = "Cancel a campaign for good; what was not sent is canceled")
  ResponseEntity<CampaignView> cancel(
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable Reason reason,
      Caller caller) {
    Campaign campaign = find(id, caller);
    String why = text(reason);
    if (campaign.status() == CampaignStatus.DRAFT
        && campaigns.move(
            id, CampaignStatus.DRAFT, CampaignStatus.CANCELED, why, clock.instant())) {
      return ResponseEntity.ok(view(id, caller));
    }
    open(campaign);
    return answer(commands.cancel(id, why), id, caller);
  }

  private static void launched(Campaign campaign, String done) {
    if (campaign.status() == CampaignStatus.DRAFT) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The campaign is a draft and cannot be %s; launch it first.".formatted(done));
    }
    open(campaign);
  }

  private static void open(Campaign campaign) {
    if (campaign.status().closed()) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The campaign is %s; nothing of it can change any more."
              .formatted(campaign.status().wire()));
    }
  }

  private ResponseEntity<CampaignView> answer(
      @Nullable CampaignProgress progress, UUID id, Caller caller) {
    return ResponseEntity.status(progress == null ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(view(id, caller));
  }

  private CampaignView view(UUID id, Caller caller) {
    return views.of(find(id, caller));
  }

  private Campaign find(UUID id, Caller caller) {
    return campaigns
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("campaign", id));
  }

  private static @Nullable String text(@Nullable Reason reason) {
    if (reason == null || reason.reason() == null) {
      return null;
    }
    Checks checks = new Checks();
    String text = checks.text("reason", reason.reason(), 500);
    checks.done();
    return text;
  }

  /** Why; shown as the campaign's {@code status_reason}. */
  @Schema(name = "Reason")
  record Reason(@Nullable String reason) {}
}
