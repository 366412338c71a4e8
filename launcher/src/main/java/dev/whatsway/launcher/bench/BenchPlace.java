package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.demo.DemoRun;
import dev.whatsway.launcher.postgres.PostgresCluster;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where everything runs.
 *
 * @param appSecret what the simulator signs its webhooks with
 * @param workersUrl where the workers tell their metrics
 * @param databaseLog the database server's log
 * @param temporalAddress host and port
 * @param pids of the processes, by name
 */
public record BenchPlace(
    String apiUrl,
    String apiKey,
    String simulatorUrl,
    String appSecret,
    String workersUrl,
    PostgresCluster database,
    Path databaseLog,
    String temporalAddress,
    String temporalNamespace,
    Supplier<Map<String, Long>> pids) {

  BenchShop shop() {
    return new BenchShop(
        new ApiClient(apiUrl + "/api/v1", apiKey),
        new ApiClient(simulatorUrl, DemoRun.ACCESS_TOKEN),
        simulatorUrl,
        appSecret);
  }
}
