package dev.whatsway.workers.channel;

import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ChannelSecrets;
import dev.whatsway.store.channel.Channels;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads channels with their secrets, never from a cache: it is asked a few times a day. */
@Component
class GraphLines {

  private final Channels channels;
  private final String graphUrl;

  GraphLines(Channels channels, @Value("${whatsway.graph-url}") String graphUrl) {
    this.channels = channels;
    this.graphUrl = graphUrl;
  }

  GraphLine of(UUID channelId) {
    Channel channel = channels.get(channelId);
    ChannelSecrets secrets = channels.secrets(channelId);
    String url = channel.graphUrl() == null ? graphUrl : channel.graphUrl();
    return new GraphLine(
        channel, url.replaceAll("/+$", ""), secrets.accessToken(), secrets.appSecret());
  }
}
