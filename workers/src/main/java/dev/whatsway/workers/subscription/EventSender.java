package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.Delivery;
import dev.whatsway.store.subscription.SigningSecrets;
import dev.whatsway.store.subscription.Target;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Signs one event and posts it. */
@Component
class EventSender {

  private final ReceiverClient client;
  private final JsonMapper json;
  private final Clock clock;

  EventSender(ReceiverClient client, JsonMapper json, Clock clock) {
    this.client = client;
    this.json = json;
    this.clock = clock;
  }

  CompletableFuture<Integer> send(Target target, Delivery delivery, SigningSecrets secrets) {
    return client.post(target, SignedEvent.of(json, delivery, secrets, clock.instant()));
  }
}
