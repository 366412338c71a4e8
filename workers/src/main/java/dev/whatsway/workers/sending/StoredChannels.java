package dev.whatsway.workers.sending;

import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Channels from the store, kept for some seconds: long enough that a campaign does not decrypt its
 * token for each message, short enough that a new token is used soon.
 */
@Component
class StoredChannels implements SendingChannels {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Channels channels;
  private final String graphUrl;
  private final Clock clock;
  private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();

  StoredChannels(Channels channels, @Value("${whatsway.graph-url}") String graphUrl, Clock clock) {
    this.channels = channels;
    this.graphUrl = graphUrl;
    this.clock = clock;
  }

  @Override
  public Line line(UUID channelId) {
    Instant now = clock.instant();
    Kept known = kept.get(channelId);
    if (known != null && now.isBefore(known.until)) {
      return known.line;
    }
    Channel channel = channels.get(channelId);
    String url = channel.graphUrl() == null ? graphUrl : channel.graphUrl();
    Line line =
        new Line(
            url.replaceAll("/+$", ""),
            channel.phoneNumberId(),
            channels.secrets(channelId).accessToken(),
            channel.mmEnabled() && channel.routing().equals("auto"));
    kept.put(channelId, new Kept(line, now.plus(FRESH)));
    return line;
  }

  @Override
  public Line latest(UUID channelId) {
    kept.remove(channelId);
    return line(channelId);
  }

  private record Kept(Line line, Instant until) {}
}
