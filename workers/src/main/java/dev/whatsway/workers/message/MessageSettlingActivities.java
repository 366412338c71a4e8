package dev.whatsway.workers.message;

import dev.whatsway.contract.TaskQueues;
import dev.whatsway.contract.message.MessageSettling;
import dev.whatsway.contract.message.MessageStatus;
import dev.whatsway.store.message.LaterLedger;
import dev.whatsway.store.message.SettlingLedger;
import io.temporal.spring.boot.ActivityImpl;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

@Component
@ActivityImpl(workers = TaskQueues.MESSAGES)
class MessageSettlingActivities implements MessageSettling {

  /** Meta, "Per-user marketing template message limits": earlier tries are punished. */
  private static final Duration A_DAY = Duration.ofHours(24);

  /** Messages that were put off together come back apart. */
  private static final Duration APART = Duration.ofHours(1);

  private final SettlingLedger ledger;
  private final LaterLedger later;
  private final RandomGenerator random;

  MessageSettlingActivities(SettlingLedger ledger, LaterLedger later, RandomGenerator random) {
    this.ledger = ledger;
    this.later = later;
    this.random = random;
  }

  @Override
  public Deferral later(UUID messageId) {
    return later.putOff(messageId, A_DAY.plusMillis(random.nextLong(APART.toMillis())));
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
