package dev.whatsway.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Message ids in the form of Meta's: base64 around the recipient and a random part. They follow
 * from run, sequence number and recipient, so the account need not keep them.
 */
final class Wamid {
  private Wamid() {}

  static String of(long run, long sequence, String recipient) {
    byte[] to = recipient.getBytes(StandardCharsets.US_ASCII);
    String random =
        String.format(
            Locale.ROOT,
            "%016X%02X",
            Hash.mix(run ^ Hash.mix(sequence)),
            Hash.mix(run + sequence) & 0xFF);
    byte[] tail = random.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[3 + to.length + 6 + tail.length + 1];
    bytes[0] = 0x1C;
    bytes[1] = 0x18;
    bytes[2] = (byte) to.length;
    System.arraycopy(to, 0, bytes, 3, to.length);
    byte[] middle = {0x15, 0x02, 0x00, 0x11, 0x18, 0x12};
    System.arraycopy(middle, 0, bytes, 3 + to.length, middle.length);
    System.arraycopy(tail, 0, bytes, 3 + to.length + middle.length, tail.length);
    return "wamid." + Base64.getEncoder().encodeToString(bytes);
  }
}
