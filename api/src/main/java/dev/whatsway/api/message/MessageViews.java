package dev.whatsway.api.message;

import dev.whatsway.api.temporal.TemporalLinks;
import dev.whatsway.store.message.Attempt;
import dev.whatsway.store.message.Message;
import dev.whatsway.store.message.Messages;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes views of messages, with their attempts. */
@Component
public class MessageViews {

  private final Messages messages;
  private final TemporalLinks links;

  MessageViews(Messages messages, TemporalLinks links) {
    this.messages = messages;
    this.links = links;
  }

  public List<MessageView> of(List<Message> page) {
    Map<UUID, List<Attempt>> attempts = messages.attempts(page.stream().map(Message::id).toList());
    return page.stream()
        .map(
            message ->
                MessageView.of(
                    message,
                    attempts.getOrDefault(message.id(), List.of()),
                    message.hasWorkflow() ? links.message(message.id()) : null))
        .toList();
  }
}
