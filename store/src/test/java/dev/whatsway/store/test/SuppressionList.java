package dev.whatsway.store.test;

import dev.whatsway.store.channel.EncryptionKeys;
import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.consent.PersonHashes;
import dev.whatsway.store.consent.Suppressions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.PlatformTransactionManager;

/** The suppression list with a keyset of the tests, the same for the whole JVM. */
public final class SuppressionList {

  private static final String KEYSET = EncryptionKeys.generate();

  public static Suppressions of(
      JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    return new Suppressions(jdbc, transactions, new PersonHashes(jdbc, box(), clock), clock);
  }

  /** The box with that keyset. */
  public static SecretBox box() {
    try {
      return new SecretBox(new MockEnvironment().withProperty("WHATSWAY_ENCRYPTION_KEY", KEYSET));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SuppressionList() {}
}
