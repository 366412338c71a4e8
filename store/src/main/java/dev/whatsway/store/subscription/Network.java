package dev.whatsway.store.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses in CIDR notation. */
final class Network {

  private static final Pattern NOTATION = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

  private final byte[] prefix;
  private final int bits;

  private Network(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /**
   * Reads a range such as {@code 10.0.0.0/8} or {@code fc00::/7}.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Network of(String text) {
    var matcher = NOTATION.matcher(text);
    if (matcher.matches() && (text.indexOf(':') >= 0 || text.indexOf('.') > 0)) {
      try {
        // Digits, dots and colons alone are never looked up.
        byte[] address = InetAddress.getByName(matcher.group(1)).getAddress();
        int bits = Integer.parseInt(matcher.group(2));
        if (bits <= address.length * Byte.SIZE) {
          return new Network(address, bits);
        }
      } catch (UnknownHostException e) {
        // Told below.
      }
    }
    throw new IllegalArgumentException(text + " is not a network such as 127.0.0.0/8 or ::1/128.");
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != prefix[i]) {
        return false;
      }
    }
    int rest = Byte.SIZE - bits % Byte.SIZE;
    return rest == Byte.SIZE || (bytes[whole] & 0xff) >> rest == (prefix[whole] & 0xff) >> rest;
  }
}
