package dev.whatsway.api.gateway;

import dev.whatsway.store.channel.LockedSecretException;
import dev.whatsway.store.channel.SecretBox;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Meta's link to a media file works with the channel's own token alone, which a client never has.
 * So the client gets a link of ours that holds Meta's, sealed for the account: nobody can make one,
 * it works for the account's keys only, and ends as Meta's does.
 */
@Component
class MediaLinks {

  /** Meta, "Media": the link is good for 5 minutes. */
  private static final Duration GOOD = Duration.ofMinutes(5);

  /** Where Meta keeps media; a channel's own Graph host may name itself as well. */
  private static final List<String> METAS =
      List.of("fbsbx.com", "facebook.com", "whatsapp.net", "fbcdn.net", "whatsapp.com");

  private static final String COLUMN = "media_url";
  static final String PATH = "/whatsway-media/";

  /** Of the opaque part: the server takes 8 KB of a request's head, and Meta's links have 500. */
  private static final int LONGEST = 4000;

  private final SecretBox box;
  private final Clock clock;
  private final String base;

  /**
   * @param gatewayUrl where clients reach the gateway; empty for {@code publicUrl}, and where that
   *     is empty, too, for where the request has gone
   */
  MediaLinks(
      SecretBox box,
      Clock clock,
      @Value("${whatsway.gateway.url}") String gatewayUrl,
      @Value("${whatsway.public-url}") String publicUrl) {
    this.box = box;
    this.clock = clock;
    this.base = (gatewayUrl.isBlank() ? publicUrl : gatewayUrl).strip().replaceAll("/+$", "");
  }

  /** What a link leads to. */
  record Target(String phoneNumberId, URI url) {}

  /** Whether the channel's token may go to where a Graph answer leads. */
  boolean isMetas(GatewayChannel channel, String url) {
    try {
      URI target = new URI(url);
      URI graph = new URI(channel.graphUrl());
      String host = target.getHost();
      if (host == null || target.getUserInfo() != null) {
        return false;
      }
      if (host.equalsIgnoreCase(graph.getHost())
          && target.getPort() == graph.getPort()
          && String.valueOf(target.getScheme()).equalsIgnoreCase(graph.getScheme())) {
        return true;
      }
      String lower = host.toLowerCase(Locale.ROOT);
      return "https".equalsIgnoreCase(target.getScheme())
          && METAS.stream().anyMatch(meta -> lower.equals(meta) || lower.endsWith("." + meta));
    } catch (URISyntaxException unreadable) {
      return false;
    }
  }

  /**
   * Returns our link to where Meta's leads, null where that is longer than any that we take back.
   *
   * @param requestUrl of the look-up of the media
   */
  @Nullable String link(
      GatewayChannel channel, String version, String url, CharSequence requestUrl) {
    String opaque = seal(channel, url);
    if (isTooLong(opaque)) {
      return null;
    }
    String from = base.isEmpty() ? requestUrl.toString().replaceAll("/+v[^/]*/+[^/]*$", "") : base;
    return from + "/" + version + PATH + opaque;
  }

  /** Whether the opaque part of a link is certainly none of ours. */
  private static boolean isTooLong(String opaque) {
    return opaque.length() > LONGEST;
  }

  private String seal(GatewayChannel channel, String url) {
    Instant until = clock.instant().plus(GOOD);
    String secret = until.toEpochMilli() + " " + channel.phoneNumberId() + " " + url;
    byte[] sealed = box.seal(channel.accountId(), COLUMN, secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** Returns null where it is none of the account's, or has ended. */
  @Nullable Target open(UUID accountId, String opaque) {
    if (isTooLong(opaque)) {
      return null;
    }
    try {
      String secret = box.open(accountId, COLUMN, Base64.getUrlDecoder().decode(opaque));
      String[] parts = secret.split(" ", 3);
      return clock.instant().isBefore(Instant.ofEpochMilli(Long.parseLong(parts[0])))
          ? new Target(parts[1], URI.create(parts[2]))
          : null;
    } catch (LockedSecretException | IllegalArgumentException forged) {
      return null;
    }
  }
}
