package dev.whatsway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.PidFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataFolderTest {

  @TempDir Path temp;

  @Test
  void a_folder_in_use_is_named_with_its_owner() throws Exception {
    Path root = temp.resolve("data");
    try (DataFolder taken = DataFolder.take(root)) {
      new PidFile(taken.root().resolve("launcher.pid"))
          .write(ProcessHandle.current().pid(), "TERM");

      assertThatThrownBy(() -> DataFolder.take(root))
          .isInstanceOf(LauncherException.class)
          .hasMessage(
              "The data folder %s is in use by another whatsway (pid %d); end that one, or give this one a folder of its own with WHATSWAY_DATA."
                  .formatted(root, ProcessHandle.current().pid()));
      assertThat(DataFolder.isTaken(root)).isTrue();
    }
    assertThat(DataFolder.isTaken(root)).isFalse();
    DataFolder.take(root).close();
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> DataFolder.take(file.resolve("data")))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("give another one with WHATSWAY_DATA");
  }

  @Test
  void secrets_are_for_their_owner_alone_and_made_once() throws Exception {
    try (DataFolder data = DataFolder.take(temp.resolve("data"))) {
      Secrets first = Secrets.of(data, Map.of());

      assertThat(Secrets.of(data, Map.of())).isEqualTo(first);
      assertThat(permissions(data.root())).isEqualTo("rwx------");
      assertThat(permissions(data.encryptionKey())).isEqualTo("rw-------");
      assertThat(permissions(data.root().resolve("postgres-password"))).isEqualTo("rw-------");
      String key = Files.readString(data.encryptionKey());
      Secrets.of(data, Map.of());
      assertThat(data.encryptionKey()).hasContent(key);
    }
  }

  @Test
  void no_key_is_made_where_one_is_given() {
    try (DataFolder data = DataFolder.take(temp.resolve("data"))) {
      Secrets.of(data, Map.of("WHATSWAY_ENCRYPTION_KEY_FILE", "/etc/key.json"));

      assertThat(data.encryptionKey()).doesNotExist();
    }
  }

  @Test
  void the_info_file_holds_everything_and_is_private() throws Exception {
    Path file = temp.resolve("info.json");
    InfoFile info = new InfoFile(file);

    info.write(
        new InfoFile.Addresses("http://a", "t:7233", "http://ui", null),
        "ww_key",
        Map.of("postgres", 7L));

    JsonNode read = JsonMapper.shared().readTree(file.toFile());
    assertThat(read.path("api_url").asString()).isEqualTo("http://a");
    assertThat(read.path("api_key").asString()).isEqualTo("ww_key");
    assertThat(read.path("temporal_address").asString()).isEqualTo("t:7233");
    assertThat(read.path("temporal_ui_url").asString()).isEqualTo("http://ui");
    assertThat(read.path("simulator_url").isNull()).isTrue();
    assertThat(read.path("pids").path("postgres").asLong()).isEqualTo(7);
    assertThat(read.path("pids").path("launcher").asLong())
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
