package dev.whatsway.workers.message;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.message.LaterLedger;
import dev.whatsway.store.message.SettlingLedger;
import io.temporal.spring.boot.ActivityImpl;
import java.util.UUID;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.MESSAGES)
class MessageSettlingActivities implements MessageSettling {

  private final SettlingLedger ledger;
  private final LaterLedger later;

  MessageSettlingActivities(SettlingLedger ledger, LaterLedger later) {
    this.ledger = ledger;
    this.later = later;
  }

  @Override
  public Deferral later(UUID messageId) {
    return later.putOff(messageId);
  }

  @Override
  public MessageStatus standing(UUID messageId) {
    return ledger.standing(messageId);
  }

  @Override
  public MessageStatus giveUp(UUID messageId) {
    return ledger.giveUp(messageId);
  }

  @Override
  public MessageStatus expire(UUID messageId) {
    return ledger.expire(messageId);
  }

  @Override
  public MessageStatus fail(FailCommand command) {
    return ledger.fail(command.messageId(), command.failure());
  }
}
