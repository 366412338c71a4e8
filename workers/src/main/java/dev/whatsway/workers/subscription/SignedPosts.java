package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.SigningSecrets;
import dev.whatsway.store.subscription.Target;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Posts JSON to receivers of which nothing is known, signed by Standard Webhooks. */
@Component
public class SignedPosts {

  private final ReceiverClient client;
  private final Clock clock;

  SignedPosts(ReceiverClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Returns the status that the receiver answers with, within 15 seconds.
   *
   * @param id the same for each try
   */
  public CompletableFuture<Integer> post(Target target, String id, String body, String secret) {
    return client.post(
        target, SignedEvent.of(id, body, new SigningSecrets(List.of(secret)), clock.instant()));
  }
}
