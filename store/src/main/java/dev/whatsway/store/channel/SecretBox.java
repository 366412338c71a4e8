package dev.whatsway.store.channel;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encrypts secrets, each bound to its owner (a channel, a subscription, an account) and its column.
 */
@Component
public class SecretBox {

  private final Aead aead;
  private final List<byte[]> keys;

  @SuppressWarnings("deprecation")
  public SecretBox(Environment environment) throws GeneralSecurityException, IOException {
    AeadConfig.register();
    String keyset = environment.getProperty("WHATSWAY_ENCRYPTION_KEY", "");
    String file = environment.getProperty("WHATSWAY_ENCRYPTION_KEY_FILE", "");
    if (keyset.isBlank() && file.isBlank()) {
      throw new IllegalStateException(
          "Set WHATSWAY_ENCRYPTION_KEY to a Tink keyset in JSON, or WHATSWAY_ENCRYPTION_KEY_FILE to its file.");
    }
    String json = keyset.isBlank() ? Files.readString(Path.of(file)) : keyset;
    KeysetHandle handle =
        TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
    aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    keys = keys(new JsonMapper().readTree(json));
  }

  /**
   * Returns keys for another purpose, one from each key of the keyset, that of the primary key
   * first: what is made with the first can be checked with all, so that a new primary key ends
   * nothing that an older one has made.
   */
  public List<byte[]> derive(String purpose) {
    return keys.stream().map(key -> hmac(key, purpose)).toList();
  }

  /** Returns the secret encrypted. */
  public byte[] seal(UUID owner, String column, String secret) {
    try {
      return aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), context(owner, column));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A secret could not be encrypted.", e);
    }
  }

  /** Returns what was sealed for the same owner and column. */
  public String open(UUID owner, String column, byte[] sealed) {
    try {
      return new String(aead.decrypt(sealed, context(owner, column)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new LockedSecretException(
          "The %s of %s was encrypted with another key: put that key back into WHATSWAY_ENCRYPTION_KEY."
              .formatted(column, owner),
          e);
    }
  }

  private static byte[] context(UUID owner, String column) {
    return (owner + "/" + column).getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> keys(JsonNode keyset) {
    List<byte[]> keys = new ArrayList<>();
    for (JsonNode key : keyset.path("key")) {
      if (key.path("status").asString("").equals("ENABLED")) {
        byte[] material = Base64.getDecoder().decode(key.path("keyData").path("value").asString());
        boolean primary = key.path("keyId").asLong() == keyset.path("primaryKeyId").asLong();
        keys.add(primary ? 0 : keys.size(), material);
      }
    }
    return keys;
  }

  private static byte[] hmac(byte[] key, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC with SHA-256.", e);
    }
  }
}
