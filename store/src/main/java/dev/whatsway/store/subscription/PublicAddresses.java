package dev.whatsway.store.subscription;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from all others, by IANA's registries of special-purpose
 * addresses. Of IPv6 only what is allocated for unicast counts, without the ranges that carry IPv4
 * addresses inside (6to4, Teredo; NAT64 and mapped ones lie outside anyway).
 */
final class PublicAddresses {

  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16",
          "3fff::/20");

  private static final Network UNICAST = Network.of("2000::/3");

  static boolean contain(InetAddress address) {
    return (address instanceof Inet4Address || UNICAST.contains(address))
        && SPECIAL.stream().noneMatch(network -> network.contains(address));
  }

  private static List<Network> networks(String... networks) {
    return Stream.of(networks).map(Network::of).toList();
  }

  private PublicAddresses() {}
}
