package dev.whatsway.api.webhook;

import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.channel.WebhookSecret;
import dev.whatsway.store.inbox.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The apps that may send us webhooks, known by the secrets of all channels. They are kept for a few
 * seconds, so that a burst of webhooks is no burst of queries; what matches nothing is looked up
 * afresh, so that a channel works from the moment it is stored.
 */
@Component
class Apps {

  private static final Duration KEPT = Duration.ofSeconds(10);

  /** After this nobody is let in by a secret that may have been changed long ago. */
  private static final Duration LONGEST_KEPT = Duration.ofMinutes(1);

  /** Between fresh look-ups for what matches nothing: anyone may send such a thing. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Supplier<List<WebhookSecret>> stored;
  private final Clock clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Known known = new Known(List.of(), Instant.EPOCH);

  @Autowired
  Apps(Channels channels, Clock clock) {
    this(channels::webhookSecrets, clock);
  }

  Apps(Supplier<List<WebhookSecret>> stored, Clock clock) {
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * Returns the app whose secret the signature was made with.
   *
   * @param channelId the only channel whose secret will do; null for any
   */
  Optional<App> signer(@Nullable UUID channelId, byte[] signature, byte[] body) {
    List<WebhookSecret> kept = known(KEPT);
    Optional<App> signer = signer(kept, channelId, signature, body);
    if (signer.isPresent()) {
      return signer;
    }
    List<WebhookSecret> fresh = known(FRESH);
    // To hash three megabytes again with the same secrets would cost us what it costs no forger.
    return fresh.equals(kept) ? signer : signer(fresh, channelId, signature, body);
  }

  /** Whether the channel, or any where it is null, has this verify token. */
  boolean verifies(@Nullable UUID channelId, String token) {
    return verifies(known(KEPT), channelId, token) || verifies(known(FRESH), channelId, token);
  }

  private static Optional<App> signer(
      List<WebhookSecret> secrets, @Nullable UUID channelId, byte[] signature, byte[] body) {
    return concerned(secrets, channelId)
        .map(WebhookSecret::appSecret)
        .distinct()
        .filter(secret -> Signature.matches(signature, body, secret))
        .findFirst()
        .map(secret -> new App(secret, secrets));
  }

  private static boolean verifies(
      List<WebhookSecret> secrets, @Nullable UUID channelId, String token) {
    byte[] told = token.getBytes(StandardCharsets.UTF_8);
    return concerned(secrets, channelId)
        .map(secret -> secret.verifyToken().getBytes(StandardCharsets.UTF_8))
        // Every token is compared, so that the time tells nothing.
        .reduce(
            false, (found, known) -> found | MessageDigest.isEqual(told, known), (a, b) -> a | b);
  }

  private static Stream<WebhookSecret> concerned(
      List<WebhookSecret> secrets, @Nullable UUID channelId) {
    return secrets.stream()
        .filter(secret -> channelId == null || secret.channelId().equals(channelId));
  }

  private List<WebhookSecret> known(Duration age) {
    Known present = known;
    if (!isOlder(present, age)) {
      return present.secrets;
    }
    // One looks, and the others go on with what is known: all of them at once would take every
    // connection, and the commit that they wait for would wait behind them. Where there is nothing
    // to go on with, or it has to be fresh, they wait for the one.
    boolean mayGoOn = age.equals(KEPT) && !isOlder(present, LONGEST_KEPT);
    if (!mayGoOn) {
      looking.lock();
    } else if (!looking.tryLock()) {
      return present.secrets;
    }
    try {
      present = known;
      if (isOlder(present, age)) {
        Instant now = clock.instant();
        present = new Known(stored.get(), now);
        known = present;
      }
      return present.secrets;
    } finally {
      looking.unlock();
    }
  }

  private boolean isOlder(Known present, Duration age) {
    return present.at.isBefore(clock.instant().minus(age));
  }

  private record Known(List<WebhookSecret> secrets, Instant at) {}

  /** One app, and what it may speak of. */
  static final class App implements Signer {

    private final String secret;
    private final List<WebhookSecret> channels;

    App(String secret, List<WebhookSecret> channels) {
      this.secret = secret;
      this.channels = channels;
    }

    @Override
    public boolean speaksForNumber(String phoneNumberId) {
      return speaksFor(ofNumber(phoneNumberId));
    }

    @Override
    public boolean speaksForWaba(String wabaId) {
      return speaksFor(ofWaba(wabaId));
    }

    @Override
    public Set<UUID> accountsOfNumber(String phoneNumberId) {
      return accounts(ofNumber(phoneNumberId));
    }

    @Override
    public Set<UUID> accountsOfWaba(String wabaId) {
      return accounts(ofWaba(wabaId));
    }

    private List<WebhookSecret> ofNumber(String phoneNumberId) {
      return channels.stream()
          .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
          .toList();
    }

    private List<WebhookSecret> ofWaba(String wabaId) {
      return channels.stream().filter(channel -> channel.wabaId().equals(wabaId)).toList();
    }

    private boolean speaksFor(List<WebhookSecret> concerned) {
      return concerned.isEmpty() || concerned.stream().anyMatch(this::isOwn);
    }

    private Set<UUID> accounts(List<WebhookSecret> concerned) {
      return concerned.stream()
          .filter(this::isOwn)
          .map(WebhookSecret::accountId)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isOwn(WebhookSecret channel) {
      return channel.appSecret().equals(secret);
    }
  }
}
