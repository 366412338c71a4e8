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
import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Encrypts secrets, each bound to what it belongs to (a channel, an account) and its column. */
@Component
public class SecretBox {

  private final Aead aead;

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
      throw new IllegalStateException(
          "The %s of %s was encrypted with another key: put that key back into WHATSWAY_ENCRYPTION_KEY."
              .formatted(column, owner),
          e);
    }
  }

  private static byte[] context(UUID owner, String column) {
    return (owner + "/" + column).getBytes(StandardCharsets.UTF_8);
  }
}
