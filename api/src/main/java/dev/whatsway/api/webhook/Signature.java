package dev.whatsway.api.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Meta's signature of a webhook: HMAC-SHA256 of the raw bytes with the app secret, in the header
 * {@code X-Hub-Signature-256: sha256=<hex>} (Meta, "Create a webhook endpoint"). The bytes must be
 * those received: JSON written again would differ in its escapes.
 */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final int BYTES = 32;

  /** Reads the header; null where it is missing or no such signature. */
  static byte @Nullable [] read(@Nullable String header) {
    if (header == null || !header.startsWith(PREFIX)) {
      return null;
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(header.substring(PREFIX.length()).strip());
      return bytes.length == BYTES ? bytes : null;
    } catch (IllegalArgumentException noHex) {
      return null;
    }
  }

  static boolean matches(byte[] signature, byte[] body, String appSecret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return MessageDigest.isEqual(mac.doFinal(body), signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Signature() {}
}
