package dev.whatsway.launcher;

import dev.whatsway.store.channel.EncryptionKeys;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * What an installation keeps to itself, made once and kept in the data folder.
 *
 * @param databasePassword of PostgreSQL's only role
 */
record Secrets(String databasePassword) {

  private static final String DATABASE_PASSWORD = "postgres-password";

  static Secrets of(DataFolder data, Map<String, String> environment) {
    String password = data.secret(DATABASE_PASSWORD);
    if (password == null) {
      password = random();
      data.writeSecret(DATABASE_PASSWORD, password);
    }
    boolean keyGiven =
        !environment.getOrDefault("WHATSWAY_ENCRYPTION_KEY", "").isBlank()
            || !environment.getOrDefault("WHATSWAY_ENCRYPTION_KEY_FILE", "").isBlank();
    if (!keyGiven && !Files.exists(data.encryptionKey())) {
      DataFolder.writePrivately(data.encryptionKey(), EncryptionKeys.generate());
    }
    return new Secrets(password);
  }

  private static String random() {
    byte[] bits = new byte[24];
    new SecureRandom().nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
