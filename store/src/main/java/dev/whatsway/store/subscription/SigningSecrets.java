package dev.whatsway.store.subscription;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The secrets that a subscription's deliveries are signed with; never printed. */
public record SigningSecrets(List<String> secrets) {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns a new secret as Standard Webhooks writes it: whsec_ and 24 to 64 bytes in base64. */
  public static String generate() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "SigningSecrets[…]";
  }
}
