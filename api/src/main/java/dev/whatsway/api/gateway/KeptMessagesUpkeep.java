package dev.whatsway.api.gateway;

import dev.whatsway.store.gateway.KeptMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets go of what clients sent, once it has been kept long enough. */
@Component
class KeptMessagesUpkeep {

  private static final Logger log = LoggerFactory.getLogger(KeptMessagesUpkeep.class);
  private static final int PAGE = 1_000;

  private final KeptMessages messages;
  private final Duration keptFor;
  private final Clock clock;

  KeptMessagesUpkeep(
      KeptMessages messages,
      @Value("${whatsway.gateway.keep-messages-for}") Duration keptFor,
      Clock clock) {
    this.messages = messages;
    this.keptFor = keptFor;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 3, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
  void forget() {
    try {
      int gone;
      do {
        gone = messages.forget(clock.instant().minus(keptFor), PAGE);
      } while (gone == PAGE);
    } catch (DataAccessException away) {
      log.warn("What was kept of messages could not be cleared: {}", away.getClass().getName());
    }
  }
}
