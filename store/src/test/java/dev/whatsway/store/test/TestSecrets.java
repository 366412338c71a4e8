package dev.whatsway.store.test;

import dev.whatsway.store.channel.EncryptionKeys;
import dev.whatsway.store.channel.SecretBox;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A box of secrets with a key of its own. */
public final class TestSecrets {

  public static SecretBox box() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("WHATSWAY_ENCRYPTION_KEY", EncryptionKeys.generate())));
    try {
      return new SecretBox(environment);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestSecrets() {}
}
