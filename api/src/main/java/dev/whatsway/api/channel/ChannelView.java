package dev.whatsway.api.channel;

import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Stop;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the API shows it: without its secrets, which are set for every channel.
 *
 * @param status {@code active} until Meta was asked, {@code stopped} while a stop of the number,
 *     WABA or token stands, else Meta's word in lower case
 * @param statusReason why it is stopped, or slowed down by its quality_policy
 * @param tokenExpiresAt null where the token never expires or Meta was not asked yet
 */
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
    boolean mmCallbackData,
    String status,
    @Nullable String statusReason,
    String qualityRating,
    @Nullable String messagingLimit,
    @Nullable Instant tokenExpiresAt,
    List<StopView> stops,
    @Nullable String portfolioId,
    String qualityPolicy,
    Instant createdAt,
    Instant updatedAt) {

  private static final String STOPPED = "stopped";

  /**
   * @param open the open stops of the account
   */
  static ChannelView of(Channel channel, List<Stop> open) {
    List<Stop> stops = open.stream().filter(stop -> concerns(stop, channel)).toList();
    Stop first =
        stops.stream().filter(s -> s.scope() != Stop.Scope.TEMPLATE).findFirst().orElse(null);
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
        channel.mmCallbackData(),
        first == null ? channel.status() : STOPPED,
        first == null ? channel.statusReason() : first.explained(),
        channel.qualityRating(),
        channel.messagingLimit(),
        channel.tokenExpiresAt(),
        stops.stream().map(StopView::of).toList(),
        channel.portfolioId(),
        channel.qualityPolicy(),
        channel.createdAt(),
        channel.updatedAt());
  }

  private static boolean concerns(Stop stop, Channel channel) {
    return switch (stop.scope()) {
      case CHANNEL -> stop.scopeKey().equals(channel.id().toString());
      case WABA -> stop.scopeKey().equals(channel.wabaId());
      case TEMPLATE -> stop.scopeKey().startsWith(channel.wabaId() + "/");
    };
  }

  /**
   * What Meta refuses every further message for, until it is settled.
   *
   * @param template {@code name/language} where it stops a template alone
   * @param code Meta's
   */
  @Schema(name = "Stop")
  record StopView(
      @Schema(allowableValues = {"channel", "waba", "template"}) String scope,
      @Nullable String template,
      int code,
      String reason,
      String remedy,
      Instant since) {

    static StopView of(Stop stop) {
      return new StopView(
          stop.scope().wire(),
          stop.scope() == Stop.Scope.TEMPLATE
              ? stop.scopeKey().substring(stop.scopeKey().indexOf('/') + 1)
              : null,
          stop.code(),
          stop.reason(),
          stop.remedy(),
          stop.since());
    }
  }
}
