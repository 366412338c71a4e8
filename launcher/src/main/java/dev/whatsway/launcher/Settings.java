package dev.whatsway.launcher;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.TemporalKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says. Ports, folder and hosts have the defaults the README names.
 *
 * @param data the data folder
 * @param cache the folder for downloaded and built programs, shared by all data folders
 * @param host the address api listens on
 * @param temporalAddress host:port of a Temporal server of somebody else's, or null
 * @param temporalUiUrl the Web UI of that server, or null
 */
record Settings(
    Path data,
    Path cache,
    Path home,
    String host,
    Port api,
    Port temporal,
    Port temporalUi,
    Port simulator,
    Port postgres,
    String temporalNamespace,
    @Nullable String temporalAddress,
    @Nullable String temporalUiUrl,
    Map<String, String> environment) {

  private static final String WORKERS_PROCESSES = "WHATSWAY_WORKERS_PROCESSES";

  /** A port and the variable that moves it. */
  record Port(String variable, int number, String use) {}

  static Settings from(Map<String, String> environment, @Nullable Path data) {
    Path user = Path.of(System.getProperty("user.home"));
    String home = System.getProperty("whatsway.home", "");
    return new Settings(
        data != null ? data.toAbsolutePath() : dataFolder(environment, user),
        folder(environment, "XDG_CACHE_HOME", user.resolve(".cache")).resolve("whatsway"),
        Path.of(home).toAbsolutePath(),
        environment.getOrDefault("WHATSWAY_HOST", "127.0.0.1"),
        port(environment, "WHATSWAY_PORT", 8080, "the API, gateway, webhooks and console"),
        port(environment, "WHATSWAY_TEMPORAL_PORT", 7233, "Temporal"),
        port(environment, "WHATSWAY_TEMPORAL_UI_PORT", 8233, "Temporal's Web UI"),
        port(environment, "WHATSWAY_SIMULATOR_PORT", 8090, "the simulator"),
        port(environment, "WHATSWAY_POSTGRES_PORT", 5433, "PostgreSQL"),
        environment.getOrDefault("TEMPORAL_NAMESPACE", "default"),
        text(environment, "TEMPORAL_ADDRESS"),
        text(environment, "WHATSWAY_TEMPORAL_UI_URL"),
        Map.copyOf(environment));
  }

  /**
   * Settings of a stack that shares nothing with the person's own: a data folder, free ports and a
   * Temporal of its own, and on loopback alone, whatever the environment says.
   */
  static Settings apart(Map<String, String> environment, Path data) {
    Map<String, String> own = new HashMap<>(environment);
    List.of("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "WHATSWAY_TEMPORAL_UI_URL", "WHATSWAY_HOST")
        .forEach(own::remove);
    List<Port> ports = from(own, data).portsNeeded(true);
    List<Integer> free = Ports.free(ports.size());
    for (int index = 0; index < ports.size(); index++) {
      own.put(ports.get(index).variable(), free.get(index).toString());
    }
    return from(own, data);
  }

  /**
   * The same, but on the production's kind of Temporal server, for which somebody may give the
   * address of one that runs already. There it has a namespace of its own, so that its workers take
   * nobody else's tasks.
   */
  static Settings apart(Map<String, String> environment, Path data, TemporalKind temporal) {
    Settings own = apart(environment, data);
    String address = text(environment, "TEMPORAL_ADDRESS");
    if (temporal != TemporalKind.SERVER || address == null) {
      return own;
    }
    Map<String, String> shared = new HashMap<>(own.environment());
    shared.put("TEMPORAL_ADDRESS", address);
    shared.put("TEMPORAL_NAMESPACE", "whatsway-" + UUID.randomUUID());
    return from(shared, data);
  }

  /** How many processes of workers there are. */
  int workersProcesses() {
    String told = text(environment, WORKERS_PROCESSES);
    if (told == null) {
      return 1;
    }
    if (!told.matches("[1-9]")) {
      throw new LauncherException(
          WORKERS_PROCESSES + " is " + told + "; give a number from 1 to 9.");
    }
    return Integer.parseInt(told);
  }

  /** The ports that have to be free for what is going to be started here. */
  List<Port> portsNeeded(boolean withSimulator) {
    List<Port> needed = new ArrayList<>(List.of(api, postgres));
    if (temporalAddress == null) {
      needed.add(temporal);
      needed.add(temporalUi);
    }
    if (withSimulator) {
      needed.add(simulator);
    }
    return needed;
  }

  private static Path dataFolder(Map<String, String> environment, Path user) {
    String explicit = text(environment, "WHATSWAY_DATA");
    return explicit != null
        ? Path.of(explicit).toAbsolutePath()
        : folder(environment, "XDG_DATA_HOME", user.resolve(".local/share")).resolve("whatsway");
  }

  private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
    String explicit = text(environment, variable);
    return explicit != null ? Path.of(explicit).toAbsolutePath() : otherwise;
  }

  private static Port port(
      Map<String, String> environment, String variable, int otherwise, String use) {
    String explicit = text(environment, variable);
    if (explicit == null) {
      return new Port(variable, otherwise, use);
    }
    try {
      int number = Integer.parseInt(explicit);
      if (number > 0 && number <= 65_535) {
        return new Port(variable, number, use);
      }
    } catch (NumberFormatException e) {
      // Falls through to the message below.
    }
    throw new LauncherException(
        variable + " is " + explicit + ", which is no port; give a number from 1 to 65535.");
  }

  private static @Nullable String text(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
