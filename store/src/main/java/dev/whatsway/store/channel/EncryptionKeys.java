package dev.whatsway.store.channel;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** Makes keys for the secrets of channels. */
public final class EncryptionKeys {

  /** A new Tink keyset in JSON, AES-256-GCM, not encrypted itself: keep it as a secret. */
  @SuppressWarnings("deprecation")
  public static String generate() {
    try {
      AeadConfig.register();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot make a key.", e);
    }
  }

  private EncryptionKeys() {}
}
