package dev.whatsway.contract.channel;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks Meta about a channel and carries what it says into PostgreSQL and to campaigns. Task queue
 * {@code campaigns}.
 */
@ActivityInterface
public interface ChannelCare {

  /**
   * Signals {@code stopped} to each running campaign of the account that a stop leaves no channel,
   * and {@code lifted} to each paused one that none stops; wakes messages that waited for the
   * channel of their step. Each may be repeated. Heartbeats a page of messages.
   */
  Standing tellCampaigns(UUID channelId);

  /**
   * Asks Meta whether the cause of each open stop is gone, clears those that are, and tells
   * campaigns.
   */
  Standing probeStops(UUID channelId);

  /** Stores the number's status, quality, limit and throughput, and the token's expiry. */
  TokenLife syncChannel(UUID channelId);

  /** Exchanges the token for one that lives longer. */
  TokenLife renewToken(UUID channelId);

  /** Stores all templates of the channel's WABA. Heartbeats a page. */
  TemplateCounts syncTemplates(UUID channelId);

  /**
   * How the channel stands.
   *
   * @param openStops stops that this channel looks after
   */
  record Standing(int openStops) {}

  /**
   * How long the channel's token lives.
   *
   * @param expiresAt null for ever, or where it is invalid already and nothing can be renewed
   */
  record TokenLife(@Nullable Instant expiresAt) {}
}
