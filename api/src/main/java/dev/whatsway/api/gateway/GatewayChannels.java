package dev.whatsway.api.gateway;

import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.gateway.GatewaySettings;
import dev.whatsway.store.gateway.GatewaySettings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Channels by Meta's id of their number, kept for some seconds: a request costs no statement and no
 * decryption of its token, and a setting that was changed holds soon.
 */
@Component
class GatewayChannels {

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MOST_KEPT = 10_000;
  private static final int MOST_TRIED = 10;
  private static final String AUTO = "auto";

  private final Channels channels;
  private final GatewaySettings accounts;
  private final String graphUrl;
  private final boolean routing;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  GatewayChannels(
      Channels channels,
      GatewaySettings accounts,
      @Value("${whatsway.graph-url}") String graphUrl,
      @Value("${whatsway.gateway.routing}") String routing,
      Clock clock) {
    this.channels = channels;
    this.accounts = accounts;
    this.graphUrl = graphUrl;
    this.routing = isAuto(routing);
    this.clock = clock;
  }

  private static boolean isAuto(String routing) {
    if (!routing.equals(AUTO) && !routing.equals("cloud_only")) {
      throw new IllegalArgumentException(
          "WHATSWAY_GATEWAY_ROUTING is \"%s\"; it must be auto or cloud_only.".formatted(routing));
    }
    return routing.equals(AUTO);
  }

  /**
   * Returns the account's channel of a number, null where it has none of that id.
   *
   * @throws org.springframework.dao.DataAccessException where PostgreSQL does not answer
   */
  @Nullable GatewayChannel find(UUID accountId, String phoneNumberId) {
    String key = accountId + "/" + phoneNumberId;
    Instant now = clock.instant();
    Kept known = kept.get(key);
    if (known != null && now.isBefore(known.until)) {
      return known.channel;
    }
    Channel channel = channels.findByNumberId(accountId, phoneNumberId).orElse(null);
    if (channel == null) {
      // Not kept: a new channel is there at once, and guesses fill no memory.
      kept.remove(key);
      return null;
    }
    GatewayChannel read = read(channel);
    if (kept.size() >= MOST_KEPT) {
      kept.values().removeIf(old -> !now.isBefore(old.until));
    }
    kept.put(key, new Kept(read, now.plus(FRESH)));
    return read;
  }

  /** Returns the account's channels, one for each of their access tokens, at most ten. */
  List<GatewayChannel> oneForEachToken(UUID accountId) {
    Map<String, GatewayChannel> byToken = new LinkedHashMap<>();
    for (Channel channel : channels.list(accountId, null, 10 * MOST_TRIED)) {
      GatewayChannel read = find(accountId, channel.phoneNumberId());
      if (read != null && byToken.size() < MOST_TRIED) {
        byToken.putIfAbsent(read.accessToken(), read);
      }
    }
    return new ArrayList<>(byToken.values());
  }

  /** Reads the channel anew at its next use: Meta has refused its token. */
  void forget(GatewayChannel channel) {
    kept.remove(channel.accountId() + "/" + channel.phoneNumberId());
  }

  private GatewayChannel read(Channel channel) {
    String url = channel.graphUrl() == null ? graphUrl : channel.graphUrl();
    Settings account = accounts.of(channel.accountId());
    boolean chosen =
        routing
            && channel.mmEnabled()
            && channel.mmRolloutPercent() > 0
            && channel.routing().equals(AUTO)
            && account.routing().equals(AUTO);
    return new GatewayChannel(
        channel.id(),
        channel.accountId(),
        channel.wabaId(),
        channel.phoneNumberId(),
        url.replaceAll("/+$", ""),
        channels.secrets(channel.id()).accessToken(),
        chosen,
        account.keepMessages(),
        channel.fallback().equals("always")
            ? SmartRouter.Fallback.ALWAYS
            : SmartRouter.Fallback.DEFINITE);
  }

  private record Kept(GatewayChannel channel, Instant until) {}
}
