package dev.whatsway.api.gateway;

import java.nio.charset.StandardCharsets;

/**
 * Asks Meta not to fall back to Cloud by itself where we chose the route: else only the bill would
 * tell which way a message went, and a refusal would teach nothing.
 */
final class StrictPolicy {

  private static final byte[] STRICT =
      "\"product_policy\":\"STRICT\",".getBytes(StandardCharsets.US_ASCII);

  /**
   * Returns the body with the field as its first; the bytes of the client stay as they are.
   *
   * @param object a JSON object that has a field, and has no {@code product_policy}
   */
  static byte[] in(byte[] object) {
    int brace = 0;
    while (object[brace] != '{') {
      brace++;
    }
    byte[] with = new byte[object.length + STRICT.length];
    System.arraycopy(object, 0, with, 0, brace + 1);
    System.arraycopy(STRICT, 0, with, brace + 1, STRICT.length);
    System.arraycopy(object, brace + 1, with, brace + 1 + STRICT.length, object.length - brace - 1);
    return with;
  }

  private StrictPolicy() {}
}
