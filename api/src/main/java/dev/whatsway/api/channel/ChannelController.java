package dev.whatsway.api.channel;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.FieldProblem;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.ChannelCommands;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ChannelSecrets;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.channel.Stop;
import dev.whatsway.store.channel.Stops;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
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
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/channels")
@Tag(name = "channels", description = "The WhatsApp numbers that campaigns are sent from.")
class ChannelController {

  /** What a null in a PATCH resets: to the deployment's Graph host, to what Meta says, to none. */
  private static final Set<String> RESETTABLE =
      Set.of("graph_url", "throughput", "messaging_limit", "portfolio_id");

  private final Channels channels;
  private final Stops stops;
  private final ChannelCommands commands;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  ChannelController(
      Channels channels,
      Stops stops,
      ChannelCommands commands,
      PlatformTransactionManager transactions,
      JsonMapper json,
      Clock clock) {
    this.channels = channels;
    this.stops = stops;
    this.commands = commands;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
    this.clock = clock;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Add a channel")
  ChannelView create(@RequestBody ChannelRequest request, Caller caller) {
    ChannelChecks checks = new ChannelChecks(null);
    Channel channel =
        checks.channel(
            request,
            UUID.randomUUID(),
            caller.accountId(),
            request.throughput() != null,
            clock.instant());
    ChannelSecrets secrets = checks.secrets(request);
    checks.done();
    store(() -> channels.insert(channel, secrets));
    return get(channel.id(), caller);
  }

  @GetMapping
  @Operation(summary = "List the channels")
  Page<ChannelView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    List<Stop> open = stops.openIn(caller.accountId());
    return Page.of(
        channels.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        channel -> ChannelView.of(channel, open),
        Channel::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a channel")
  ChannelView get(@PathVariable UUID id, Caller caller) {
    return ChannelView.of(find(id, caller), stops.openIn(caller.accountId()));
  }

  @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Change a channel; what is left out stays as it is")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = ChannelRequest.class)))
  ChannelView update(@PathVariable UUID id, @RequestBody ObjectNode patch, Caller caller) {
    transaction.executeWithoutResult(status -> change(id, patch, caller));
    if (patch.has("access_token")) {
      stops.clearToken(id, "a new access token");
    }
    return get(id, caller);
  }

  private void change(UUID id, ObjectNode patch, Caller caller) {
    Channel before =
        channels
            .findLocked(caller.accountId(), id)
            .orElseThrow(() -> ApiException.notFound("channel", id));
    // Unknown fields and wrong types are found in the patch alone, so that problems name its
    // fields.
    json.treeToValue(patch, ChannelRequest.class);
    ObjectNode merged = settings(before, channels.secrets(id));
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull() && !RESETTABLE.contains(field.getKey())) {
        throw ApiException.invalid(
            field.getKey(), "must not be null; leave it out to keep it as it is.");
      }
      merged.set(field.getKey(), field.getValue());
    }
    ChannelRequest request = json.treeToValue(merged, ChannelRequest.class);
    ChannelChecks checks = new ChannelChecks(before.messagingLimit());
    boolean configured =
        patch.has("throughput")
            ? !patch.path("throughput").isNull()
            : before.throughputConfigured();
    Channel after = checks.channel(request, id, caller.accountId(), configured, clock.instant());
    ChannelSecrets secrets = checks.secrets(request);
    checks.done();
    store(() -> channels.update(after, secrets, patch.has("access_token")));
  }

  @PostMapping("/{id}/sync-templates")
  @Operation(
      summary = "Fetch the templates of the channel's WABA from Meta",
      description =
          "Stores each by name and language. 202 when it was accepted but goes on after 45 s.")
  ResponseEntity<TemplateSyncView> syncTemplates(@PathVariable UUID id, Caller caller) {
    TemplateCounts counts = commands.syncTemplates(find(id, caller).id());
    return counts == null
        ? ResponseEntity.accepted().build()
        : ResponseEntity.ok(
            new TemplateSyncView(
                counts.found(), counts.created(), counts.updated(), counts.deleted()));
  }

  /**
   * What a sync found.
   *
   * @param found templates at Meta
   * @param created of them, not known here before
   * @param updated of them, known with another category, status or content
   * @param deleted known here as Meta's, and not at Meta any more
   */
  @Schema(name = "TemplateSync")
  record TemplateSyncView(int found, int created, int updated, int deleted) {}

  private Channel find(UUID id, Caller caller) {
    return channels
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("channel", id));
  }

  private ObjectNode settings(Channel channel, ChannelSecrets secrets) {
    return json.valueToTree(
        new ChannelRequest(
            channel.name(),
            channel.phoneNumber(),
            channel.phoneNumberId(),
            channel.wabaId(),
            secrets.accessToken(),
            secrets.appSecret(),
            secrets.verifyToken(),
            channel.graphUrl(),
            channel.mmEnabled(),
            channel.mmRolloutPercent(),
            channel.routing(),
            channel.fallback(),
            channel.unknownPolicy().wire(),
            channel.throughput(),
            channel.mmCallbackData(),
            channel.messagingLimit(),
            channel.portfolioId(),
            channel.qualityPolicy()));
  }

  private static void store(Runnable write) {
    try {
      write.run();
    } catch (DuplicateKeyException e) {
      String message = String.valueOf(e.getMessage());
      String field = message.contains("phone_number_id_key") ? "phone_number_id" : "phone_number";
      throw new ApiException(
          ProblemKind.CONFLICT,
          "Another channel has this " + field + "; a number belongs to one channel.",
          new FieldProblem(field, "must not be another channel's."));
    }
  }
}
