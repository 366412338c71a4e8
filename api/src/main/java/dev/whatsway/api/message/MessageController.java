package dev.whatsway.api.message;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.message.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/messages")
@Tag(name = "messages", description = "Single messages with their attempts and statuses.")
class MessageController {

  private final Messages messages;
  private final MessageViews views;

  MessageController(Messages messages, MessageViews views) {
    this.messages = messages;
    this.views = views;
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a message")
  MessageView get(@PathVariable UUID id, Caller caller) {
    return messages
        .find(caller.accountId(), id)
        .map(message -> views.of(List.of(message)).get(0))
        .orElseThrow(() -> ApiException.notFound("message", id));
  }
}
