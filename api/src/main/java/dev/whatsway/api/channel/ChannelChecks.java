package dev.whatsway.api.channel;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.contract.message.UnknownPolicy;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.ChannelSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks a channel's settings and makes the channel of them. */
final class ChannelChecks {

  private static final List<String> ROUTINGS = List.of("auto", "cloud_only");
  private static final List<String> QUALITY_POLICIES = List.of("pause", "slow");
  private static final List<String> FALLBACKS = List.of("definite", "always");
  private static final List<String> MESSAGING_LIMITS =
      List.of(
          "TIER_50",
          "TIER_250",
          "TIER_1K",
          "TIER_2K",
          "TIER_10K",
          "TIER_100K",
          "TIER_UNLIMITED",
          "UNLIMITED");
  private static final String META_ID = "Meta's id: 5 to 20 digits";
  private static final int MAX_SECRET = 4096;

  private final Checks checks = new Checks();
  private final @Nullable String knownLimit;

  /**
   * @param knownLimit the channel's limit as it is: Meta's own word, which may be a new one
   */
  ChannelChecks(@Nullable String knownLimit) {
    this.knownLimit = knownLimit;
  }

  /**
   * Returns the channel of a complete request.
   *
   * @param throughputConfigured whether an operator has said the throughput, now or before
   */
  Channel channel(
      ChannelRequest request, UUID id, UUID accountId, boolean throughputConfigured, Instant now) {
    return new Channel(
        id,
        accountId,
        checks.text("name", request.name(), 200),
        phoneNumber(request.phoneNumber()),
        metaId("phone_number_id", request.phoneNumberId()),
        metaId("waba_id", request.wabaId()),
        graphUrl(request.graphUrl()),
        Boolean.TRUE.equals(request.mmEnabled()),
        checks.within("mm_rollout_percent", request.mmRolloutPercent(), 100, 0, 100),
        checks.oneOf("routing", request.routing(), "auto", ROUTINGS),
        checks.oneOf("fallback", request.fallback(), "definite", FALLBACKS),
        UnknownPolicy.of(
            checks.oneOf(
                "unknown_policy",
                request.unknownPolicy(),
                UnknownPolicy.GIVE_UP.wire(),
                Checks.wires(UnknownPolicy.class, UnknownPolicy::wire))),
        checks.within("throughput", request.throughput(), 80, 1, 1000),
        throughputConfigured,
        !Boolean.FALSE.equals(request.mmCallbackData()),
        "active",
        null,
        "UNKNOWN",
        messagingLimit(request.messagingLimit()),
        null,
        portfolioId(request.portfolioId()),
        now,
        now,
        checks.oneOf("quality_policy", request.qualityPolicy(), Channel.PAUSE, QUALITY_POLICIES));
  }

  ChannelSecrets secrets(ChannelRequest request) {
    return new ChannelSecrets(
        checks.text("access_token", request.accessToken(), MAX_SECRET),
        checks.text("app_secret", request.appSecret(), MAX_SECRET),
        checks.text("verify_token", request.verifyToken(), MAX_SECRET));
  }

  void done() {
    checks.done();
  }

  private String phoneNumber(@Nullable String value) {
    return checks.matching(
        "phone_number",
        value,
        number -> PhoneNumbers.e164(number, null).filter(number::equals).isPresent(),
        "a phone number in E.164 with its plus sign and without spaces, such as +4915112345678");
  }

  private String metaId(String field, @Nullable String value) {
    return checks.matching(field, value, id -> id.matches("\\d{5,20}"), META_ID);
  }

  private @Nullable String portfolioId(@Nullable String value) {
    return value == null ? null : metaId("portfolio_id", value);
  }

  private @Nullable String messagingLimit(@Nullable String value) {
    return value == null || value.equals(knownLimit)
        ? value
        : checks.oneOf("messaging_limit", value, null, MESSAGING_LIMITS);
  }

  private @Nullable String graphUrl(@Nullable String value) {
    return value == null
        ? null
        : checks.matching(
            "graph_url",
            value,
            ChannelChecks::isHttp,
            "an absolute http or https URL without query, such as https://graph.facebook.com");
  }

  private static boolean isHttp(String value) {
    try {
      URI uri = new URI(value);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
