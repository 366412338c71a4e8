package dev.whatsway.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.account.ApiKeys;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(EmbeddedPostgresExtension.class)
class OperatorCommandsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void issuesAKeyThatTheApiKnowsAndPrintsNothingElse() {
    assertThat(run(EmbeddedPostgresExtension.url(), "issue-api-key", "operations")).isZero();

    ApiKeys keys =
        new ApiKeys(JdbcClient.create(EmbeddedPostgresExtension.dataSource()), Clock.systemUTC());
    assertThat(printed(out).lines()).hasSize(1);
    assertThat(keys.accountOf(printed(out).strip())).isPresent();
    assertThat(printed(err)).isEmpty();
  }

  @Test
  void generatesAKeysetThatIsDifferentEveryTime() {
    run("", "generate-encryption-key");
    String first = printed(out);
    out.reset();
    run("", "generate-encryption-key");

    assertThat(first).contains("AesGcmKey").isNotEqualTo(printed(out));
  }

  @Test
  void namesTheSettingsWhenTheDatabaseDoesNotAnswer() {
    assertThat(run("jdbc:postgresql://127.0.0.1:1/nothing", "issue-api-key", "operations"))
        .isEqualTo(1);
    assertThat(printed(err)).contains("WHATSWAY_DB_URL").doesNotContain("\tat ");
    assertThat(printed(out)).isEmpty();
  }

  @Test
  void explainsItselfWhenTheCommandIsUnknownOrIncomplete() {
    assertThat(run("", "isue-api-key", "operations")).isEqualTo(2);
    assertThat(run("", "issue-api-key")).isEqualTo(2);
    assertThat(printed(err)).contains("issue-api-key NAME");
  }

  @Test
  void leavesTheServersOwnOptionsAlone() {
    assertThat(OperatorCommands.isCommand("--server.port=1")).isFalse();
    assertThat(OperatorCommands.isCommand()).isFalse();
  }

  private int run(String url, String... args) {
    return OperatorCommands.run(
        List.of(args),
        List.of(
            "spring.config.name=whatsway-api",
            "WHATSWAY_DB_URL=" + url,
            "WHATSWAY_DB_USER=postgres",
            "spring.datasource.hikari.connection-timeout=1000",
            "spring.flyway.connect-retries=0"),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String printed(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
