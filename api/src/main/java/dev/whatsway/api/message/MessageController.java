package dev.whatsway.api.message;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.contact.ContactHistory.Position;
import dev.whatsway.store.gateway.KeptMessages;
import dev.whatsway.store.message.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/messages")
@Tag(name = "messages", description = "Single messages with their attempts and statuses.")
class MessageController {

  private final Messages messages;
  private final MessageViews views;
  private final KeptMessages kept;
  private final JsonMapper json;

  MessageController(Messages messages, MessageViews views, KeptMessages kept, JsonMapper json) {
    this.messages = messages;
    this.views = views;
    this.kept = kept;
    this.json = json;
  }

  @GetMapping
  @Operation(summary = "List the messages of the gateway, the latest first")
  Page<MessageView> list(
      @RequestParam(name = "channel_id", required = false) @Nullable UUID channelId,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.ofAll(
        messages.gatewayPage(
            caller.accountId(),
            channelId,
            status == null ? null : MessageStatus.of(known(status)),
            Cursor.at(cursor, Position::of),
            Cursor.limit(limit) + 1),
        limit,
        views::of,
        message -> new Position(message.times().created(), message.id()));
  }

  private static String known(String status) {
    Checks checks = new Checks();
    String word =
        checks.oneOf(
            "status", status, null, Checks.wires(MessageStatus.class, MessageStatus::wire));
    checks.done();
    return word;
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a message")
  MessageView get(@PathVariable UUID id, Caller caller) {
    return messages
        .find(caller.accountId(), id)
        .map(message -> views.of(List.of(message)).get(0))
        .map(view -> kept.find(id).map(json::readTree).map(view::with).orElse(view))
        .orElseThrow(() -> ApiException.notFound("message", id));
  }
}
