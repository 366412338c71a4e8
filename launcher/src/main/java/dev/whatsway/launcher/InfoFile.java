package dev.whatsway.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The file {@code --info} asks for: where everything is, for other programs. */
final class InfoFile {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;

  InfoFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Replaces the file; only its owner can read it, as it holds a key. */
  void write(Addresses addresses, String apiKey, Map<String, Long> pids) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    content.put("api_url", addresses.api());
    content.put("api_key", apiKey);
    content.put("temporal_address", addresses.temporal());
    content.put("temporal_ui_url", addresses.temporalUi());
    content.put("simulator_url", addresses.simulator());
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("launcher", ProcessHandle.current().pid());
    all.putAll(pids);
    content.put("pids", all);
    DataFolder.writePrivately(path, JSON.writeValueAsString(content) + "\n");
  }

  /**
   * Where everything listens.
   *
   * @param simulator null when none runs
   * @param temporalUi null when an external server's is not known
   */
  record Addresses(
      String api, String temporal, @Nullable String temporalUi, @Nullable String simulator) {}
}
