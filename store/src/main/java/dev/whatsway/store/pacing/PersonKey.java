package dev.whatsway.store.pacing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * By what limits know a recipient: the same for a contact and for a number that is none. It is
 * short, not secret: who tries all numbers can undo it.
 */
final class PersonKey {

  /**
   * @param number E.164 with its plus sign
   */
  static UUID of(String number) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest(number.getBytes(StandardCharsets.US_ASCII)));
      return new UUID(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private PersonKey() {}
}
