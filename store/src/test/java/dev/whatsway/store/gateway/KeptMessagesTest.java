package dev.whatsway.store.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.whatsway.contract.message.Route;
import dev.whatsway.store.channel.EncryptionKeys;
import dev.whatsway.store.channel.LockedSecretException;
import dev.whatsway.store.channel.SecretBox;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import dev.whatsway.store.test.SuppressionList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(EmbeddedPostgresExtension.class)
class KeptMessagesTest {

  private static final String JSON = "{\"text\": {\"body\": \"Grüße\"}}";

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JdbcTransactionManager transactions =
      new JdbcTransactionManager(EmbeddedPostgresExtension.dataSource());
  private final SettableClock clock = new SettableClock(Scenario.NOW);
  private final Suppressions suppressions = SuppressionList.of(jdbc, transactions, clock);
  private Scenario scenario;

  @BeforeEach
  void nothingKept() {
    scenario = new Scenario(jdbc).channel();
    jdbc.sql("DELETE FROM gateway_bodies").update();
  }

  @Test
  void is_shown_after_a_rotation_while_the_old_key_is_there()
      throws GeneralSecurityException, IOException {
    String before = EncryptionKeys.generate();
    UUID id = kept(box(before));

    assertThat(new KeptMessages(jdbc, box(rotated(before))).find(id)).contains(JSON);
    KeptMessages without = new KeptMessages(jdbc, box(EncryptionKeys.generate()));
    assertThatThrownBy(() -> without.find(id)).isInstanceOf(LockedSecretException.class);
  }

  @Test
  void cannot_be_read_as_another_messages() {
    KeptMessages messages = new KeptMessages(jdbc, SuppressionList.box());
    UUID first = kept(SuppressionList.box());
    UUID second = kept(SuppressionList.box());
    jdbc.sql(
            """
            UPDATE gateway_bodies SET sealed = (
              SELECT sealed FROM gateway_bodies WHERE message_id = ?) WHERE message_id = ?
            """)
        .params(List.of(first, second))
        .update();

    assertThat(messages.find(first)).contains(JSON);
    assertThatThrownBy(() -> messages.find(second)).isInstanceOf(LockedSecretException.class);
  }

  @Test
  void is_forgotten_the_oldest_first_and_no_more_than_a_page_at_once() {
    KeptMessages messages = new KeptMessages(jdbc, SuppressionList.box());
    UUID oldest = kept(SuppressionList.box());
    clock.pass(Duration.ofSeconds(1));
    UUID older = kept(SuppressionList.box());
    clock.pass(Duration.ofSeconds(1));
    UUID newest = kept(SuppressionList.box());

    assertThat(messages.forget(clock.instant(), 1)).isEqualTo(1);
    assertThat(messages.find(oldest)).isEmpty();
    assertThat(messages.find(older)).isPresent();
    assertThat(messages.forget(clock.instant(), 5)).isEqualTo(1);
    assertThat(messages.find(newest)).isPresent();
  }

  private UUID kept(SecretBox box) {
    GatewaySend send =
        new GatewaySend(
            scenario.account,
            scenario.channel,
            Scenario.phone(),
            null,
            "text",
            null,
            null,
            null,
            Route.CLOUD,
            null);
    Admission admission =
        new GatewayLedger(jdbc, transactions, suppressions, box, clock)
            .admit(send, JSON.getBytes(StandardCharsets.UTF_8));
    return ((Admission.Granted) admission).messageId();
  }

  private static SecretBox box(String keyset) throws GeneralSecurityException, IOException {
    return new SecretBox(new MockEnvironment().withProperty("WHATSWAY_ENCRYPTION_KEY", keyset));
  }

  /** The same key, and a new one that is primary. */
  @SuppressWarnings("deprecation")
  private static String rotated(String keyset) throws GeneralSecurityException {
    KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
    KeysetHandle both =
        KeysetHandle.newBuilder(old)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();
    return TinkJsonProtoKeysetFormat.serializeKeyset(both, InsecureSecretKeyAccess.get());
  }
}
