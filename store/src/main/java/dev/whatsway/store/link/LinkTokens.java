package dev.whatsway.store.link;

import dev.whatsway.store.channel.SecretBox;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tokens of tracked links: a message's id and the first 88 bits of its HMAC, 36 characters in all.
 * Who does not have the key can make none, so that a forged one costs no query.
 */
@Component
public class LinkTokens {

  private static final int ID = 16;
  private static final int SIGNATURE = 11;
  private static final int LENGTH = 36;

  private final List<byte[]> keys;

  @Autowired
  LinkTokens(SecretBox box) {
    this(box.derive("tracked links"));
  }

  LinkTokens(List<byte[]> keys) {
    this.keys = keys;
  }

  /** Returns the message's token, always the same under the same key. */
  public String token(UUID messageId) {
    byte[] id = bytes(messageId);
    byte[] token = Arrays.copyOf(id, ID + SIGNATURE);
    System.arraycopy(signature(keys.get(0), id), 0, token, ID, SIGNATURE);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** Returns the message of a token; empty for one that is not ours. */
  public Optional<UUID> message(String token) {
    if (token.length() != LENGTH || !token.matches("[A-Za-z0-9_-]*")) {
      return Optional.empty();
    }
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    byte[] id = Arrays.copyOf(bytes, ID);
    byte[] signature = Arrays.copyOfRange(bytes, ID, ID + SIGNATURE);
    boolean ours =
        keys.stream().anyMatch(key -> MessageDigest.isEqual(signature(key, id), signature));
    ByteBuffer halves = ByteBuffer.wrap(id);
    return ours ? Optional.of(new UUID(halves.getLong(), halves.getLong())) : Optional.empty();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(ID)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] signature(byte[] key, byte[] id) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(id), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC with SHA-256.", e);
    }
  }
}
