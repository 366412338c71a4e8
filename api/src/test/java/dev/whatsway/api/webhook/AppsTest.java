package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.channel.WebhookSecret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AppsTest {

  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch looking = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private final InstantSource time = () -> now;
  private final Apps apps = new Apps(this::stored, time.withZone(ZoneOffset.UTC));

  /** At once for the first time; then it does not answer until it is told to. */
  private List<WebhookSecret> stored() {
    if (looks.incrementAndGet() > 1) {
      looking.countDown();
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return List.of(
        new WebhookSecret(UUID.randomUUID(), UUID.randomUUID(), "1", "2", "secret", "token"));
  }

  @Test
  void keepsOneBusyWithLookingAndLetsTheOthersGoOn() throws Exception {
    assertThat(apps.verifies(null, "token")).isTrue();
    now = now.plusSeconds(11);
    CompletableFuture<Boolean> looks =
        CompletableFuture.supplyAsync(() -> apps.verifies(null, "token"));
    looking.await();
    for (int other = 0; other < 50; other++) {
      assertThat(apps.verifies(null, "token")).isTrue();
    }
    answered.countDown();
    assertThat(looks.join()).isTrue();
    assertThat(this.looks).hasValue(2);
  }
}
