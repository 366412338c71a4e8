package dev.whatsway.api.template;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.FieldProblem;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateVersion;
import dev.whatsway.store.template.TemplateVersions;
import dev.whatsway.store.template.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "templates", description = "Message templates as Meta approved them.")
class TemplateController {

  /** Meta: at most ten buttons; a text has 25 characters, a payload 128. */
  private static final int MAX_BUTTONS = 20;

  private static final int MAX_BUTTON = 128;

  private final Templates templates;
  private final TemplateVersions versions;
  private final TemplateEditing editing;
  private final Channels channels;
  private final JsonMapper json;
  private final Clock clock;

  TemplateController(
      Templates templates,
      TemplateVersions versions,
      TemplateEditing editing,
      Channels channels,
      JsonMapper json,
      Clock clock) {
    this.templates = templates;
    this.versions = versions;
    this.editing = editing;
    this.channels = channels;
    this.json = json;
    this.clock = clock;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a template of the WABA known, or create it",
      description =
          "Stores it here; with at_meta it is created at Meta first, after Meta's own validations.")
  TemplateView create(@RequestBody TemplateRequest request, Caller caller) {
    boolean atMeta = Boolean.TRUE.equals(request.atMeta());
    Template template = template(request, atMeta, caller);
    if (atMeta) {
      return TemplateView.of(createAtMeta(template, request));
    }
    try {
      templates.insert(template);
    } catch (DuplicateKeyException e) {
      throw alreadyThere();
    }
    return templates
        .find(caller.accountId(), template.wabaId(), template.name(), template.language())
        .map(TemplateView::of)
        .orElseThrow();
  }

  @GetMapping
  @Operation(summary = "List the templates")
  Page<TemplateView> list(
      @RequestParam(name = "waba_id", required = false) @Nullable String wabaId,
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        templates.list(
            caller.accountId(),
            wabaId,
            name,
            status == null ? null : status.toUpperCase(Locale.ROOT),
            Cursor.id(cursor),
            Cursor.limit(limit) + 1),
        limit,
        TemplateView::of,
        Template::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a template")
  TemplateView get(@PathVariable UUID id, Caller caller) {
    return TemplateView.of(find(id, caller));
  }

  @GetMapping("/{id}/versions")
  @Operation(summary = "List what a template said, latest first")
  Page<TemplateVersionView> versions(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    Integer before = Cursor.at(cursor, Integer::valueOf);
    return Page.of(
        versions.list(
            find(id, caller).id(),
            before == null ? Integer.MAX_VALUE : before,
            Cursor.limit(limit) + 1),
        limit,
        TemplateVersionView::of,
        TemplateVersion::version);
  }

  /** What may be changed of a template: what is ours of it, and, at Meta, what Meta lets change. */
  @Schema(name = "TemplatePatch")
  record TemplatePatch(
      @Nullable List<@Nullable String> optOutButtons,
      @Schema(
              description = "All components anew, as Meta edits them.",
              type = "array",
              implementation = Object.class)
          @Nullable JsonNode components,
      @Schema(allowableValues = {"MARKETING", "UTILITY", "AUTHENTICATION"})
          @Nullable String category,
      @Nullable Integer messageSendTtlSeconds) {}

  @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Change a template",
      description =
          "opt_out_buttons is kept here; components, category and message_send_ttl_seconds are"
              + " changed at Meta first. Components with other variables are refused while a"
              + " campaign that is scheduled, running or paused sends the template, unless force.")
  TemplateView change(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestBody TemplatePatch patch,
      Caller caller) {
    Template template = find(id, caller);
    Checks checks = new Checks();
    String category = upper(patch.category());
    if (category != null) {
      checks.oneOf("category", category, null, ComponentChecks.CATEGORIES);
    }
    JsonNode components = patch.components();
    TemplateEditing.Change change =
        new TemplateEditing.Change(
            components == null || components.isNull() ? null : components,
            category,
            patch.messageSendTtlSeconds());
    boolean marks = patch.optOutButtons() != null || change.isNone();
    List<String> buttons = marks ? buttons(checks, patch.optOutButtons()) : List.of();
    if (!change.isNone() && !checks.failed()) {
      editing.checkEdit(template, change, checks);
    }
    checks.done();
    if (!change.isNone()) {
      editing.edit(template, change, force);
    }
    if (marks) {
      templates.markOptOuts(caller.accountId(), id, buttons);
    }
    return get(id, caller);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Delete a template at Meta",
      description =
          "In its language only. It stays listed here as DELETED, with its versions. Refused while"
              + " a campaign that is scheduled, running or paused sends it, unless force.")
  void delete(
      @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean force, Caller caller) {
    editing.delete(find(id, caller), force);
  }

  private Template find(UUID id, Caller caller) {
    return templates
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("template", id));
  }

  private Template createAtMeta(Template template, TemplateRequest request) {
    UUID account = template.accountId();
    boolean known =
        templates
            .find(account, template.wabaId(), template.name(), template.language())
            .filter(old -> !old.status().equals("DELETED"))
            .isPresent();
    if (known) {
      throw alreadyThere();
    }
    Channel channel =
        request.channelId() == null
            ? editing.channel(account, template.wabaId())
            : channels.find(account, request.channelId()).orElse(null);
    if (channel == null) {
      throw ApiException.invalid(
          "waba_id", "must be the WABA of a channel of this account, whose token is used.");
    }
    return editing.create(template, request.messageSendTtlSeconds(), channel);
  }

  private static ApiException alreadyThere() {
    return new ApiException(
        ProblemKind.CONFLICT,
        "The WABA has a template of this name and language already.",
        new FieldProblem("name", "must be new for its language."));
  }

  private static List<String> buttons(
      Checks checks, @Nullable List<@Nullable String> optOutButtons) {
    if (optOutButtons == null || optOutButtons.size() > MAX_BUTTONS) {
      checks.fail(
          "opt_out_buttons", "must be a list of at most " + MAX_BUTTONS + " texts or payloads.");
      return List.of();
    }
    List<String> buttons = new ArrayList<>();
    for (int i = 0; i < optOutButtons.size(); i++) {
      buttons.add(checks.text("opt_out_buttons[" + i + "]", optOutButtons.get(i), MAX_BUTTON));
    }
    return buttons;
  }

  private Template template(TemplateRequest request, boolean atMeta, Caller caller) {
    Checks checks = new Checks();
    String name =
        checks.matching(
            "name",
            request.name(),
            value -> value.matches("[a-z0-9_]{1,512}"),
            "1 to 512 of a-z, 0-9 and _, as Meta names templates");
    String language =
        checks.matching(
            "language",
            request.language(),
            value -> value.matches("[a-z]{2,3}(_[A-Za-z]{2,4})?"),
            "Meta's code such as en or en_US");
    String category =
        checks.oneOf("category", upper(request.category()), null, ComponentChecks.CATEGORIES);
    String format =
        checks.oneOf(
            "parameter_format",
            upper(request.parameterFormat()),
            "POSITIONAL",
            ComponentChecks.FORMATS);
    String status =
        checks.oneOf("status", upper(request.status()), "APPROVED", ComponentChecks.STATUSES);
    String wabaId = wabaId(request, caller, checks);
    List<String> buttons =
        request.optOutButtons() == null ? List.of() : buttons(checks, request.optOutButtons());
    Instant now = clock.instant();
    Template template =
        new Template(
            UUID.randomUUID(),
            caller.accountId(),
            wabaId,
            name,
            language,
            category,
            status,
            format,
            request.components() == null ? json.createArrayNode() : request.components(),
            buttons,
            now,
            now);
    if (request.components() == null) {
      checks.fail("components", "is required: a list of components with one BODY.");
    } else if (atMeta) {
      editing.checkCreation(template, request.messageSendTtlSeconds(), checks);
    } else {
      new ComponentChecks(checks, format.equals("NAMED")).check(request.components());
    }
    if (atMeta && request.status() != null) {
      checks.fail("status", "must be left out with at_meta: Meta says it.");
    }
    if (!atMeta && request.messageSendTtlSeconds() != null) {
      checks.fail("message_send_ttl_seconds", "must be left out without at_meta.");
    }
    checks.done();
    return template;
  }

  private String wabaId(TemplateRequest request, Caller caller, Checks checks) {
    if ((request.wabaId() == null) == (request.channelId() == null)) {
      checks.fail("waba_id", "or channel_id is required, and only one of the two.");
      return "";
    }
    if (request.channelId() != null) {
      Channel channel = channels.find(caller.accountId(), request.channelId()).orElse(null);
      if (channel == null) {
        checks.fail("channel_id", "must be the id of a channel of this account.");
        return "";
      }
      return channel.wabaId();
    }
    return checks.matching(
        "waba_id", request.wabaId(), id -> id.matches("\\d{5,20}"), "Meta's id: 5 to 20 digits");
  }

  private static @Nullable String upper(@Nullable String value) {
    return value == null ? null : value.toUpperCase(Locale.ROOT);
  }
}
