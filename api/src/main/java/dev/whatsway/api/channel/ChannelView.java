package dev.whatsway.api.channel;

import dev.whatsway.store.channel.Channel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A channel as the API shows it: without its secrets, which are set for every channel. */
@Schema(name = "Channel")
record ChannelView(
    UUID id,
    String name,
    String phoneNumber,
    String phoneNumberId,
    String wabaId,
    @Nullable String graphUrl,
    boolean mmEnabled,
    int mmRolloutPercent,
    String routing,
    String fallback,
    String unknownPolicy,
    int throughput,
    String status,
    @Nullable String statusReason,
    String qualityRating,
    @Nullable String messagingLimit,
    @Nullable String portfolioId,
    Instant createdAt,
    Instant updatedAt) {

  static ChannelView of(Channel channel) {
    return new ChannelView(
        channel.id(),
        channel.name(),
        channel.phoneNumber(),
        channel.phoneNumberId(),
        channel.wabaId(),
        channel.graphUrl(),
        channel.mmEnabled(),
        channel.mmRolloutPercent(),
        channel.routing(),
        channel.fallback(),
        channel.unknownPolicy().wire(),
        channel.throughput(),
        channel.status(),
        channel.statusReason(),
        channel.qualityRating(),
        channel.messagingLimit(),
        channel.portfolioId(),
        channel.createdAt(),
        channel.updatedAt());
  }
}
