package dev.whatsway.api.campaign;

import dev.whatsway.api.message.MessageView;
import dev.whatsway.api.message.MessageViews;
import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.CampaignCommands;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.campaign.Campaigns;
import dev.whatsway.store.journey.JourneyVersions;
import dev.whatsway.store.message.Message;
import dev.whatsway.store.message.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/v1/campaigns")
@Tag(name = "campaigns", description = "Campaigns, from draft to report.")
class CampaignController {

  private final Campaigns campaigns;
  private final CampaignDrafts drafts;
  private final JourneyVersions versions;
  private final CampaignViews views;
  private final CampaignReports reports;
  private final CampaignEvents events;
  private final CampaignCommands commands;
  private final Messages messages;
  private final MessageViews messageViews;

  CampaignController(
      Campaigns campaigns,
      CampaignDrafts drafts,
      JourneyVersions versions,
      CampaignViews views,
      CampaignReports reports,
      CampaignEvents events,
      CampaignCommands commands,
      Messages messages,
      MessageViews messageViews) {
    this.campaigns = campaigns;
    this.drafts = drafts;
    this.versions = versions;
    this.views = views;
    this.reports = reports;
    this.events = events;
    this.commands = commands;
    this.messages = messages;
    this.messageViews = messageViews;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a campaign", description = "A draft; nothing is sent before launch.")
  CampaignView create(@RequestBody CampaignRequest request, Caller caller) {
    CampaignDrafts.Draft draft = drafts.draft(request, caller.accountId());
    if (draft.plan() == null) {
      campaigns.insert(draft.campaign());
    } else {
      versions.insert(draft.campaign(), draft.plan());
    }
    return get(draft.campaign().id(), caller);
  }

  @GetMapping
  @Operation(summary = "List the campaigns")
  Page<CampaignView> list(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    CampaignStatus wanted = status == null ? null : CampaignStatus.of(campaignStatus(status));
    return Page.of(
        campaigns.list(caller.accountId(), wanted, Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        views::listed,
        Campaign::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a campaign with its counts")
  CampaignView get(@PathVariable UUID id, Caller caller) {
    return views.of(find(id, caller));
  }

  @GetMapping("/{id}/report")
  @Operation(summary = "Get what became of a campaign")
  ReportView report(@PathVariable UUID id, Caller caller) {
    return reports.report(find(id, caller));
  }

  @GetMapping("/{id}/progress")
  @Operation(summary = "Ask the campaign's workflow how far it is", description = "A Query.")
  CampaignProgress progress(@PathVariable UUID id, Caller caller) {
    Campaign campaign = find(id, caller);
    return campaign.status() == CampaignStatus.DRAFT
        ? new CampaignProgress(CampaignStatus.DRAFT, null, 0, 0, 0)
        : commands.progress(id);
  }

  @GetMapping("/{id}/messages")
  @Operation(summary = "List the campaign's messages, in the order of the audience, or as planned")
  Page<MessageView> messages(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    find(id, caller);
    MessageStatus wanted = status == null ? null : MessageStatus.of(messageStatus(status));
    return Page.ofAll(
        messages.page(id, wanted, Cursor.number(cursor), Cursor.limit(limit) + 1),
        limit,
        messageViews::of,
        Message::ordinal);
  }

  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Follow a campaign",
      description =
          "Server-sent events: progress with {status, status_reason, counts} once a second while"
              + " they change, and end when nothing more will change.")
  SseEmitter events(@PathVariable UUID id, Caller caller) {
    find(id, caller);
    return events.listen(caller.accountId(), id);
  }

  private Campaign find(UUID id, Caller caller) {
    return campaigns
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("campaign", id));
  }

  private static String campaignStatus(String status) {
    return word(status, Checks.wires(CampaignStatus.class, CampaignStatus::wire));
  }

  private static String messageStatus(String status) {
    return word(status, Checks.wires(MessageStatus.class, MessageStatus::wire));
  }

  private static String word(String status, List<String> allowed) {
    Checks checks = new Checks();
    String word = checks.oneOf("status", status, null, allowed);
    checks.done();
    return word;
  }
}
