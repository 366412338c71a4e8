package dev.whatsway.store.subscription;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Which targets events may be sent to: https on the public internet, and what the setting {@code
 * whatsway.subscriptions.allowed-targets} names beyond that. Asked when a subscription is made and
 * again for each delivery, since a name may mean another address by then.
 */
@Component
public class TargetRules {

  private static final int MAX_LENGTH = 2000;
  private static final int HTTPS = 443;
  private static final int FIRST_UNPRIVILEGED = 1024;

  private final List<Network> allowed;
  private final HostNames names;

  @Autowired
  TargetRules(Environment environment) {
    this(
        environment.getProperty("whatsway.subscriptions.allowed-targets", ""),
        host -> List.of(InetAddress.getAllByName(host)));
  }

  /**
   * @param allowed networks in CIDR notation, with commas in between; empty for none
   */
  public TargetRules(String allowed, HostNames names) {
    this.allowed =
        Stream.of(allowed.split(","))
            .map(String::strip)
            .filter(network -> !network.isEmpty())
            .map(Network::of)
            .toList();
    this.names = names;
  }

  /**
   * Resolves the target's host once and checks every address of it.
   *
   * @throws RefusedTargetException where events must not be sent there
   */
  public Target check(String url) throws RefusedTargetException {
    URI uri = uri(url);
    // Without the brackets of an IPv6 address.
    String host = uri.getHost().replaceAll("^\\[|]$", "");
    List<InetAddress> addresses;
    try {
      addresses = names.resolve(host);
    } catch (UnknownHostException e) {
      throw new RefusedTargetException("has a host that cannot be resolved.");
    }
    boolean allAllowed = !addresses.isEmpty() && addresses.stream().allMatch(this::isAllowed);
    if (!allAllowed) {
      checkPublic(uri, addresses);
    }
    return new Target(uri, addresses);
  }

  private void checkPublic(URI uri, List<InetAddress> addresses) throws RefusedTargetException {
    if (addresses.isEmpty()
        || !addresses.stream().allMatch(a -> isAllowed(a) || PublicAddresses.contain(a))) {
      throw new RefusedTargetException(
          "must lead to the public internet: private, loopback and link-local addresses are"
              + " refused unless WHATSWAY_ALLOWED_TARGETS names them.");
    }
    if (!uri.getScheme().equalsIgnoreCase("https")) {
      throw new RefusedTargetException("must be https.");
    }
    if (uri.getPort() != -1 && uri.getPort() != HTTPS && uri.getPort() < FIRST_UNPRIVILEGED) {
      throw new RefusedTargetException("must have the port 443, or one from 1024 on.");
    }
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.contains(address));
  }

  private static URI uri(String url) throws RefusedTargetException {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (url.length() <= MAX_LENGTH
          && (scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= 65_535
          && uri.getUserInfo() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new RefusedTargetException(
        "must be an absolute URL without user, password and fragment, such as"
            + " https://example.com/whatsway.");
  }
}
