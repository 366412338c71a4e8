package dev.whatsway.journey.travel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A person's draw at a split: always the same, and independent of their draws elsewhere. */
public final class Chance {

  /** Returns 0 to 99. */
  public static int ofHundred(UUID campaignId, String stepId, UUID contactId) {
    byte[] hash = sha256(campaignId + "/" + stepId + "/" + contactId);
    int drawn =
        (hash[0] & 0x7f) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
    return drawn % 100;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }

  private Chance() {}
}
