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
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The apps that may send us webhooks, known by the secrets of all channels. They are kept for a few
 * seconds, so that a burst of webhooks is no burst of queries; what matches nothing is looked up
 * afresh, so that a channel works from the moment it is stored.
 */
@Component
class Apps {

  private static final Duration KEPT = Duration.ofSeconds(10);

  /** Between fresh look-ups for what matches nothing: anyone may send such a thing. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Channels channels;
  private final Clock clock;
  private volatile Known known = new Known(List.of(), Instant.EPOCH);

  Apps(Channels channels, Clock clock) {
    this.channels = channels;
    this.clock = clock;
  }

  /** Returns the app whose secret the signature was made with. */
  Optional<App> signer(byte[] signature, byte[] body) {
    Optional<App> signer = signer(known(KEPT), signature, body);
    return signer.isPresent() ? signer : signer(known(FRESH), signature, body);
  }

  /** Whether a channel has this verify token. */
  boolean verifies(String token) {
    return verifies(known(KEPT), token) || verifies(known(FRESH), token);
  }

  private static Optional<App> signer(List<WebhookSecret> secrets, byte[] signature, byte[] body) {
    return secrets.stream()
        .map(WebhookSecret::appSecret)
        .distinct()
        .filter(secret -> Signature.matches(signature, body, secret))
        .findFirst()
        .map(secret -> new App(secret, secrets));
  }

  private static boolean verifies(List<WebhookSecret> secrets, String token) {
    byte[] told = token.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (WebhookSecret secret : secrets) {
      found |= MessageDigest.isEqual(told, secret.verifyToken().getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  private List<WebhookSecret> known(Duration age) {
    Known present = known;
    Instant now = clock.instant();
    if (present.at.isBefore(now.minus(age))) {
      // Two requests may both look; the later answer stays, and either is fresh enough.
      present = new Known(channels.webhookSecrets(), now);
      known = present;
    }
    return present.secrets;
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
