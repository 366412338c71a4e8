package dev.whatsway.contract.channel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a channel's workflow carries from run to run.
 *
 * @param schema the shape of this record, for later versions to tell
 * @param syncAt when to ask Meta about the number again; null for at once
 * @param renewAt when to exchange the token; null for never, as far as is known
 * @param openStops stops that stand and are this channel's to look after
 * @param probeAt when to look whether their cause is gone; null while none stands
 * @param probes looks since the last quiet time, which the next pause grows by
 * @param quietSince since when no stop stands; null while one does or none ever did
 */
public record ChannelState(
    int schema,
    UUID channelId,
    @Nullable Instant syncAt,
    @Nullable Instant renewAt,
    int openStops,
    @Nullable Instant probeAt,
    int probes,
    @Nullable Instant quietSince) {

  /** The shape this code writes. */
  public static final int SCHEMA = 1;

  /** Returns the state of a channel that nobody has looked at yet. */
  public static ChannelState first(UUID channelId) {
    return new ChannelState(SCHEMA, channelId, null, null, 0, null, 0, null);
  }
}
