package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.postgres.PostgresCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Temporal server of the production shape, all its services in one process and on loopback
 * alone. What {@code temporal-config} sets for production it has as well.
 */
public final class ProductionServer {

  /** As many as {@code temporal-config/server.env} says; a test holds the two together. */
  static final int HISTORY_SHARDS = 128;

  /** How many ports it needs beside the one that clients call. */
  public static final int INNER_PORTS = 7;

  /** The connections that the image of the server allows each store of each service. */
  private static final int CONNECTIONS = 20;

  private final ServerPrograms programs;
  private final Path folder;
  private final Path dynamicConfig;
  private final PostgresCluster postgres;
  private final int port;
  private final List<Integer> innerPorts;

  /**
   * @param folder holds its configuration
   * @param dynamicConfig the file of its dynamic configuration
   * @param port for its clients
   * @param innerPorts {@value #INNER_PORTS} others, for its services to find each other
   */
  public ProductionServer(
      ServerPrograms programs,
      Path folder,
      Path dynamicConfig,
      PostgresCluster postgres,
      int port,
      List<Integer> innerPorts) {
    this.programs = programs;
    this.folder = folder;
    this.dynamicConfig = dynamicConfig;
    this.postgres = postgres;
    this.port = port;
    this.innerPorts = innerPorts;
  }

  /** Its command line, which reads {@link #configFile}. */
  public List<String> command() {
    return List.of(
        programs.server().toString(),
        "--config-file",
        configFile().toString(),
        "--allow-no-auth",
        "start");
  }

  public Path configFile() {
    return folder.resolve("server.yaml");
  }

  /**
   * What belongs into {@link #configFile}; it holds the database's password. It is JSON, which is
   * YAML as well and needs no care for what stands in a path or a password.
   *
   * @throws LauncherException when the dynamic configuration is not there
   */
  public String config() {
    if (!Files.isReadable(dynamicConfig)) {
      // The server would go on with its defaults, and something else would be measured.
      throw new LauncherException(
          dynamicConfig + " cannot be read, which is a part of WhatsWay's sources; restore it.");
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("log", Map.of("stdout", true, "level", "warn"));
    config.put(
        "persistence",
        Map.of(
            "defaultStore",
            "main",
            "visibilityStore",
            "visibility",
            "numHistoryShards",
            HISTORY_SHARDS,
            "datastores",
            Map.of(
                "main",
                store(ServerDatabases.MAIN),
                "visibility",
                store(ServerDatabases.VISIBILITY))));
    config.put(
        "global",
        Map.of("membership", Map.of("maxJoinDuration", "30s", "broadcastAddress", "127.0.0.1")));
    config.put(
        "services",
        Map.of(
            "frontend", service(port, innerPorts.get(0)),
            "history", service(innerPorts.get(1), innerPorts.get(2)),
            "matching", service(innerPorts.get(3), innerPorts.get(4)),
            "worker", service(innerPorts.get(5), innerPorts.get(6))));
    config.put(
        "clusterMetadata",
        Map.of(
            "enableGlobalNamespace",
            false,
            "failoverVersionIncrement",
            10,
            "masterClusterName",
            "active",
            "currentClusterName",
            "active",
            "clusterInformation",
            Map.of(
                "active",
                Map.of(
                    "enabled",
                    true,
                    "initialFailoverVersion",
                    1,
                    "rpcName",
                    "frontend",
                    "rpcAddress",
                    "127.0.0.1:" + port))));
    config.put("dcRedirectionPolicy", Map.of("policy", "noop"));
    config.put("publicClient", Map.of("hostPort", "127.0.0.1:" + port));
    config.put(
        "dynamicConfigClient",
        Map.of("filepath", dynamicConfig.toAbsolutePath().toString(), "pollInterval", "60s"));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(config);
  }

  private Map<String, Object> store(String database) {
    return Map.of(
        "sql",
        Map.of(
            "pluginName",
            "postgres12",
            "databaseName",
            database,
            "connectAddr",
            "127.0.0.1:" + postgres.port(),
            "connectProtocol",
            "tcp",
            "user",
            PostgresCluster.USER,
            "password",
            postgres.password(),
            "maxConns",
            CONNECTIONS,
            "maxIdleConns",
            CONNECTIONS,
            "maxConnLifetime",
            "1h"));
  }

  private static Map<String, Object> service(int port, int membershipPort) {
    return Map.of(
        "rpc", Map.of("grpcPort", port, "membershipPort", membershipPort, "bindOnLocalHost", true));
  }
}
