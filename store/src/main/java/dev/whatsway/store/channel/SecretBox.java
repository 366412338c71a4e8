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

/** Encrypts a channel's secrets, each bound to its channel and column. */
@Component
class SecretBox {

  private final Aead aead;

  @SuppressWarnings("deprecation")
  SecretBox(Environment environment) throws GeneralSecurityException, IOException {
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

  byte[] seal(UUID channelId, String column, String secret) {
    try {
      return aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), context(channelId, column));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A secret could not be encrypted.", e);
    }
  }

  String open(UUID channelId, String column, byte[] sealed) {
    try {
      return new String(aead.decrypt(sealed, context(channelId, column)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "A secret of channel " + channelId + " was encrypted with another key.", e);
    }
  }

  private static byte[] context(UUID channelId, String column) {
    return (channelId + "/" + column).getBytes(StandardCharsets.UTF_8);
  }
}
