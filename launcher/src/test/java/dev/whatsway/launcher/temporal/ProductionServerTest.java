package dev.whatsway.launcher.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.TestClassPath;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.postgres.PostgresBinaries;
import dev.whatsway.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Its configuration; {@code ProductionTemporalTest} starts it. */
class ProductionServerTest {

  private static final Path PRODUCTION = TestClassPath.projectFolder().resolve("temporal-config");

  @TempDir Path folder;

  @Test
  void it_has_as_many_history_shards_as_production() throws IOException {
    String production = Files.readString(PRODUCTION.resolve("server.env"));

    assertThat(production).contains("\nNUM_HISTORY_SHARDS=" + ProductionServer.HISTORY_SHARDS);
    assertThat(config().at("/persistence/numHistoryShards").asInt())
        .isEqualTo(ProductionServer.HISTORY_SHARDS);
  }

  @Test
  void it_reads_the_dynamic_configuration_of_production() {
    assertThat(config().at("/dynamicConfigClient/filepath").asString())
        .isEqualTo(dynamicConfig().toString());
  }

  @Test
  void without_that_it_does_not_start() {
    assertThatThrownBy(() -> server(folder.resolve("nowhere.yaml")).config())
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("nowhere.yaml cannot be read");
  }

  @Test
  void every_service_listens_on_loopback_and_on_ports_of_its_own() {
    List<Integer> ports = new ArrayList<>();
    JsonNode services = config().path("services");

    assertThat(services).hasSize(4);
    for (JsonNode service : services) {
      assertThat(service.at("/rpc/bindOnLocalHost").asBoolean()).isTrue();
      ports.add(service.at("/rpc/grpcPort").asInt());
      ports.add(service.at("/rpc/membershipPort").asInt());
    }
    assertThat(services.at("/frontend/rpc/grpcPort").asInt()).isEqualTo(7233);
    assertThat(ports).containsExactlyInAnyOrder(7233, 1, 2, 3, 4, 5, 6, 7);
  }

  private JsonNode config() {
    return JsonMapper.shared().readTree(server(dynamicConfig()).config());
  }

  private static Path dynamicConfig() {
    return PRODUCTION.resolve("dynamic-config.yaml");
  }

  private ProductionServer server(Path dynamicConfig) {
    PostgresCluster postgres =
        new PostgresCluster(
            PostgresBinaries.unpackedIn(Path.of("target/cache").toAbsolutePath()),
            folder.resolve("postgres"),
            5433,
            "secret");
    return new ProductionServer(
        ServerPrograms.in(folder),
        folder,
        dynamicConfig,
        postgres,
        7233,
        List.of(1, 2, 3, 4, 5, 6, 7));
  }
}
